using Tricorder.ApiServer.Benchmarks.Processes;

namespace Tricorder.ApiServer.Benchmarks.Systems;

/// <summary>A server that is measured: one process, fresh, until it is disposed.</summary>
internal interface ISystem : IAsyncDisposable
{
    ChildProcess Process { get; }

    /// <summary>Where agents connect.</summary>
    Uri Address { get; }

    /// <summary>Deploys a new version of the module, from the call until the answers of all agents are in.</summary>
    Task<Convergence> ConvergeAsync(SwarmClient swarm, int agents, CancellationToken token);
}
