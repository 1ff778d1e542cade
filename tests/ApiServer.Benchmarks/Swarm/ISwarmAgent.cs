namespace Tricorder.ApiServer.Benchmarks.Swarm;

/// <summary>One agent of the load: its own TCP connection, which lives until it is disposed.</summary>
internal interface ISwarmAgent : IDisposable
{
    /// <summary>Completes when the server has accepted the agent's stream: `welcome`, or a watch that is established.</summary>
    Task ConnectAsync();

    /// <summary>Sends a sign of life, where the wire has one.</summary>
    void Beat();
}
