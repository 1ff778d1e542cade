using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Deployments.Delivery;

/// <summary>Answers the Agents room's question: what should this agent run?</summary>
internal sealed class DesiredState(
    FleetState board, InstanceStore instances, DeliveryServices services, IOptions<DeploymentOptions> options, TimeProvider clock)
    : IDesiredState
{
    public IReadOnlyList<Func<AgentSession, IAgentDelivery>> RecordHellos(
        WriteUnit unit, IReadOnlyList<(Agent Agent, IReadOnlyList<RunningModule>? Running)> hellos)
    {
        var recorded = instances.Of(unit, hellos.Select(hello => hello.Agent.Id).Distinct())
            .GroupBy(record => record.AgentId, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        List<InstanceRecord> changed = [];
        List<Func<AgentSession, IAgentDelivery>> attach = new(hellos.Count);
        foreach (var (agent, running) in hellos)
        {
            var records = recorded.GetValueOrDefault(agent.Id) ?? [];
            if (running is not null)
            {
                recorded[agent.Id] = records = Replace(agent, records, running, changed);
            }

            attach.Add(session => Attach(session, agent, records));
        }

        instances.Put(unit, changed);
        return attach;
    }

    public void AgentChanged(string agentId, Agent? agent)
    {
        if (agent is null)
        {
            board.Forget(agentId);
        }
        else
        {
            board.Apply(agent);
        }
    }

    public void RecordGone(WriteUnit unit, IReadOnlyList<Agent> agents)
    {
        // A legacy agent cannot say what it runs, should it come back after all: what may still run is remembered.
        var isLegacy = agents.ToLookup(agent => agent.Protocol == AgentProtocol.Legacy, agent => agent.Id);
        instances.DeleteStoppedOf(unit, [.. isLegacy[true]]);
        instances.DeleteOf(unit, [.. isLegacy[false]]);
    }

    private AgentDelivery Attach(AgentSession session, Agent agent, IReadOnlyList<InstanceRecord> records)
    {
        var connected = board.Connect(agent, records);
        var delivery = new AgentDelivery(connected, session, services, options);
        connected.Delivery = delivery;
        return delivery;
    }

    /// <summary>What the agent says replaces what was recorded; only what differs is written.</summary>
    private List<InstanceRecord> Replace(
        Agent agent, List<InstanceRecord> records, IReadOnlyList<RunningModule> running, List<InstanceRecord> changed)
    {
        var observed = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (moduleId, revision) in running)
        {
            observed[moduleId] = revision > 0 ? revision : Instance.UnknownRevision;
        }

        var result = new List<InstanceRecord>(Math.Max(records.Count, observed.Count));
        foreach (var record in records)
        {
            observed.Remove(record.ModuleId, out var revision);
            result.Add(record.ObservedRevision == revision ? record : Change(record, revision, changed));
        }

        foreach (var (moduleId, revision) in observed)
        {
            var unknown = new InstanceRecord(moduleId, agent.Id, 0, 0, InstanceState.Pending, "", 0, agent.ConnectTime);
            result.Add(Change(unknown, revision, changed));
        }

        return result;
    }

    private InstanceRecord Change(InstanceRecord record, int revision, List<InstanceRecord> changed)
    {
        var now = record with
        {
            ObservedRevision = revision,
            State = record.State == InstanceState.Failed ? InstanceState.Failed : InstanceState.Pending,
            UpdateTime = clock.GetUtcNow(),
        };
        changed.Add(now);
        return now;
    }
}
