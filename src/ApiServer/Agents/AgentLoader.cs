using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Agents;

/// <summary>Reads the known agents at start, before anybody is served. None of them is connected then.</summary>
internal sealed class AgentLoader(AgentStore store, AgentRegistry registry, StoreWriter writer, AgentMetrics metrics, TimeProvider clock)
{
    /// <returns>The agents as they are now, and the ids of those that were ONLINE when the server ended.</returns>
    public async Task<(IReadOnlyList<Agent> Agents, IReadOnlySet<string> CutOff)> LoadAsync(CancellationToken cancellationToken)
    {
        var cutOff = await writer.WriteAsync(unit => store.NobodyIsConnected(unit, clock.GetUtcNow()), cancellationToken);
        var agents = store.LoadAll();
        registry.Load(agents);
        metrics.Observe(registry);
        return (agents, cutOff);
    }
}
