using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Agents;

/// <summary>Reads the known agents at start, before anybody is served. None of them is connected then.</summary>
internal sealed class AgentLoader(AgentStore store, AgentRegistry registry, AgentMetrics metrics, TimeProvider clock)
{
    /// <summary>
    /// Writes nothing: which agents were ONLINE stays in the store until what follows from it is stored too, by <see cref="Record"/>.
    /// </summary>
    /// <returns>The agents as they are now, and those of them that were ONLINE when the server ended.</returns>
    public async Task<(IReadOnlyList<Agent> Agents, IReadOnlyList<Agent> CutOff)> LoadAsync(CancellationToken cancellationToken)
    {
        var now = StoredTime.Now(clock);
        List<Agent> agents = [], cutOff = [];
        foreach (var stored in await store.LoadAllAsync(cancellationToken))
        {
            var wasOnline = stored.State == AgentState.Online;
            var agent = wasOnline ? stored with { State = AgentState.Offline, LastSeenTime = now } : stored;
            agents.Add(agent);
            if (wasOnline)
            {
                cutOff.Add(agent);
            }
        }

        registry.Load(agents);
        metrics.Observe(registry);
        return (agents, cutOff);
    }

    /// <summary>Part of the transaction that stores what was shown of their modules.</summary>
    public void Record(WriteUnit unit, IReadOnlyList<Agent> cutOff)
    {
        if (cutOff.Count > 0)
        {
            store.NobodyIsConnected(unit, cutOff[0].LastSeenTime);
        }
    }
}
