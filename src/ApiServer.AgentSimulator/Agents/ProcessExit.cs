namespace Tricorder.ApiServer.AgentSimulator.Agents;

/// <summary>Why an agent's process is no longer there.</summary>
internal enum ProcessExit
{
    /// <summary>It is still there.</summary>
    None,

    /// <summary>It was asked to stop, and said good-bye.</summary>
    Stopped,

    /// <summary>It was killed, and nothing starts it again.</summary>
    Killed,

    /// <summary>It crashed; it is started again, later each time.</summary>
    Crashed,

    /// <summary>It was killed, and is started again.</summary>
    Restarted,

    /// <summary>It has been superseded.</summary>
    Superseded,
}
