using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Reconciling;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Agents;

/// <summary>Forgets agents that have been TERMINATED for long enough.</summary>
internal sealed class AgentForgetter(
    AgentRegistry registry,
    AgentStore store,
    IDesiredState desired,
    StoreWriter writer,
    EventDigest digest,
    IOptions<AgentOptions> options,
    TimeProvider clock) : IReconciler
{
    public LoopPlan Plan { get; } = new("agents-forgetting", "Forgetting agents")
    {
        Trigger = LoopTrigger.Time,
        Resync = TimeSpan.FromMinutes(1),
        RequiresLeader = true,
    };

    public async Task<Requeue> ReconcileAsync(CancellationToken cancellationToken)
    {
        var horizon = clock.GetUtcNow() - options.Value.ForgetAfter;
        foreach (var known in registry.All().Where(
            known => known.Agent.State == AgentState.Terminated && known.Agent.LastSeenTime < horizon))
        {
            await writer.WriteAsync(unit => Forget(unit, known.Agent, horizon), cancellationToken);
        }

        return Requeue.AtResync;
    }

    private void Forget(WriteUnit unit, Agent agent, DateTimeOffset horizon)
    {
        // Looked at again inside the unit: it may have come back meanwhile. And a cordon is the node's, so who carries it is kept.
        if (store.Find(unit, agent.Id) is not { State: AgentState.Terminated } stored || stored.LastSeenTime >= horizon
            || (stored.Cordoned && !store.HasSuccessor(unit, stored)))
        {
            return;
        }

        store.Delete(unit, agent.Id);
        desired.RecordGone(unit, [agent]);
        unit.Publish(() =>
        {
            registry.Forget(agent.Id);
            desired.AgentChanged(agent.Id, null);
            digest.Add(AgentEvents.Forgotten(agent, Origin.Server));
        });
    }
}
