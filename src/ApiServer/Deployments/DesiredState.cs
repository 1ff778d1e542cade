using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Deployments;

/// <summary>Answers the Agents room's question: what should this agent run?</summary>
internal sealed class DesiredState(
    ConvergenceBoard board,
    InstanceStore instances,
    LastShown lastShown,
    InstanceRecorder recorder,
    LossCounter losses,
    RevisionCache revisions,
    ChangeFeed feed,
    AgentMetrics metrics,
    IOptions<DeploymentOptions> options,
    TimeProvider clock,
    ILogger<AgentOrders> logger) : IDesiredState
{
    public Func<AgentSession, IAgentOrders> RecordHello(WriteUnit unit, Agent agent, IReadOnlyList<RunningModule>? running)
    {
        var records = instances.Of(unit, agent.Id);
        if (running is not null)
        {
            records = Replace(unit, agent, records, running);
        }

        return session =>
        {
            var agentBoard = board.Connect(agent, records);
            agentBoard.Orders = new AgentOrders(
                agentBoard, session, board, lastShown, recorder, losses, revisions, feed, metrics, options, clock, logger);
            return agentBoard.Orders;
        };
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

    public void RecordGone(WriteUnit unit, Agent agent)
    {
        if (agent.Protocol == AgentProtocol.Legacy)
        {
            // It cannot say what it runs, should it come back after all: what may still run is remembered.
            instances.DeleteStoppedOf(unit, agent.Id);
        }
        else
        {
            instances.DeleteOf(unit, agent.Id);
        }
    }

    /// <summary>What the agent says replaces what was recorded; only what differs is written.</summary>
    private List<InstanceRecord> Replace(
        WriteUnit unit, Agent agent, IReadOnlyList<InstanceRecord> records, IReadOnlyList<RunningModule> running)
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
            result.Add(record.ObservedRevision == revision ? record : Put(unit, record, revision));
        }

        foreach (var (moduleId, revision) in observed)
        {
            result.Add(Put(unit, new InstanceRecord(moduleId, agent.Id, 0, 0, InstanceState.Pending, "", 0, agent.ConnectTime), revision));
        }

        return result;
    }

    private InstanceRecord Put(WriteUnit unit, InstanceRecord record, int revision)
    {
        var changed = record with
        {
            ObservedRevision = revision,
            State = record.State == InstanceState.Failed ? InstanceState.Failed : InstanceState.Pending,
            UpdateTime = clock.GetUtcNow(),
        };
        instances.Put(unit, changed);
        return changed;
    }
}
