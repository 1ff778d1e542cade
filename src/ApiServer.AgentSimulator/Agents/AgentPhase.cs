namespace Tricorder.ApiServer.AgentSimulator.Agents;

/// <summary>What an agent is doing.</summary>
internal enum AgentPhase
{
    /// <summary>Its process is not there.</summary>
    Down,

    /// <summary>It opens a connection, or waits for `welcome`.</summary>
    Connecting,

    /// <summary>Its stream is up.</summary>
    Connected,

    /// <summary>Its stream was lost or refused; it waits before the next attempt.</summary>
    Waiting,

    /// <summary>Its process has crashed or been killed and will be started again.</summary>
    Restarting,

    /// <summary>Another stream with its id took over: it stays away.</summary>
    Superseded,
}
