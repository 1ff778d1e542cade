using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Agents;

/// <summary>Agents whose pod is deleted are TERMINATED: nobody waits for them to come back.</summary>
internal sealed class AgentPods(
    AgentRegistry registry, AgentStore store, IDesiredState desired, StoreWriter writer, ChangeFeed feed, EventDigest digest, TimeProvider clock)
{
    public async Task RemoveAsync(IReadOnlyCollection<string> podUids, CancellationToken cancellationToken)
    {
        var gone = podUids.ToHashSet();
        foreach (var known in registry.All().Where(known => known.Agent.State != AgentState.Terminated && gone.Contains(known.Agent.PodUid)))
        {
            if (registry.Sessions().FirstOrDefault(session => session.Agent.Id == known.Agent.Id) is { } session)
            {
                // Its end is stored as what it is.
                session.End(SessionEnd.PodGone);
            }
            else
            {
                await writer.WriteAsync(unit => Terminate(unit, known.Agent.Id), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void Terminate(WriteUnit unit, string agentId)
    {
        if (store.Find(unit, agentId) is not { State: AgentState.Offline } agent)
        {
            return;
        }

        store.Terminate(unit, agentId, clock.GetUtcNow());
        desired.RecordGone(unit, agent);
        unit.AfterCommit(() =>
        {
            lock (feed.Gate)
            {
                desired.AgentChanged(agentId, registry.Change(agentId, now => now with { State = AgentState.Terminated }));
                digest.Add(AgentEvents.Terminated(agent));
            }
        });
    }
}
