using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Agents;

/// <summary>What operators may do to agents.</summary>
internal sealed class AgentManager(
    AgentStore store, AgentRegistry registry, IDesiredState desired, EventStore events)
{
    public KnownAgent Get(string id) => registry.Find(id) ?? throw new NotFoundException("agent", id);

    /// <summary>
    /// Cordons, uncordons or labels. A cordon has a generation of its own, so that answers from before it are told apart.
    /// </summary>
    public Agent Update(WriteUnit unit, string id, AgentChange change, Origin origin)
    {
        var agent = store.Find(unit, id) ?? throw new NotFoundException("agent", id);
        var cordonChanges = change.Cordoned is { } cordoned && cordoned != agent.Cordoned;
        var changed = agent with
        {
            Cordoned = change.Cordoned ?? agent.Cordoned,
            CordonGeneration = cordonChanges ? GenerationCounter.Next(unit) : agent.CordonGeneration,
            OperatorLabels = change.Labels ?? agent.OperatorLabels,
        };
        store.SetOperatorFields(unit, changed);
        events.Append(unit, AgentEvents.Updated(agent, changed, cordonChanges, origin));
        unit.Publish(() =>
        {
            desired.AgentChanged(id, registry.Change(id, now => now with
            {
                Cordoned = changed.Cordoned,
                CordonGeneration = changed.CordonGeneration,
                OperatorLabels = changed.OperatorLabels,
            }));
        });
        return changed;
    }

    /// <summary>Forgets an agent that is not connected.</summary>
    public void Delete(WriteUnit unit, string id, Origin origin)
    {
        var agent = store.Find(unit, id) ?? throw new NotFoundException("agent", id);
        if (agent.State == AgentState.Online)
        {
            throw new FailedPreconditionException(
                "AGENT_ONLINE", "agent/" + id, "The agent is ONLINE; an agent that is connected can be cordoned, not forgotten.");
        }

        store.Delete(unit, id);
        desired.RecordGone(unit, [agent]);
        events.Append(unit, AgentEvents.Forgotten(agent, origin));
        unit.Publish(() =>
        {
            registry.Forget(id);
            desired.AgentChanged(id, null);
        });
    }
}

/// <summary>What an operator wants changed; null = as it is.</summary>
internal sealed record AgentChange(bool? Cordoned, IReadOnlyDictionary<string, string>? Labels);
