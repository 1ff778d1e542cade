using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Deployments;

/// <summary>
/// Keeps what was shown of an agent's modules when it was lost, in the store, so that a restart of the server changes nothing of it. Only
/// what differs from what the last answer led to is written.
/// </summary>
internal sealed class LastShown(InstanceStore instances, ConvergenceBoard board, ChangeFeed feed)
{
    /// <summary>Part of the transaction that stores the end of the agent's session; the end takes effect after it.</summary>
    public void Record(WriteUnit unit, AgentBoard agent)
    {
        List<(Instance Instance, DisplayState Shown)> ending = [];
        lock (feed.Gate)
        {
            foreach (var instance in agent.Instances.Values)
            {
                // Something else may be wanted until the end takes effect. What is told later is what is stored here.
                instance.EndsAs = instance.ShownLast;
                if (instance.EndsAs is { } shown && shown != instance.StoredShown)
                {
                    ending.Add((instance, shown));
                }
            }
        }

        foreach (var (instance, shown) in ending)
        {
            instances.PutShown(unit, instance, shown);
            unit.AfterCommit(() => instance.StoredShown = shown);
        }
    }

    /// <summary>
    /// Where the server was killed under its agents nobody kept it: it is what the store says when the server is back. Part of the
    /// transaction that stores that these agents are not ONLINE any more.
    /// </summary>
    public void RecordCutOff(WriteUnit unit, IEnumerable<Agent> agents)
    {
        List<(Instance Instance, DisplayState Shown)> cutOff;
        lock (feed.Gate)
        {
            cutOff =
                [.. agents.SelectMany(InstancesOf).Where(IsShownOtherwise).Select(instance => (instance, board.ShownIfOnline(instance)))];
        }

        foreach (var (instance, shown) in cutOff)
        {
            instances.PutShown(unit, instance, shown);
        }

        unit.AfterCommit(() =>
        {
            lock (feed.Gate)
            {
                foreach (var (instance, shown) in cutOff)
                {
                    instance.StoredShown = instance.LastKnown = shown;
                }
            }
        });
    }

    private IEnumerable<Instance> InstancesOf(Agent agent) =>
        board.Agents.TryGetValue(agent.Id, out var known) ? known.Instances.Values : [];

    /// <summary>
    /// Two things are known by what was kept alone: that a failure was final, and that a legacy agent had been told something, which is
    /// stored before it is.
    /// </summary>
    private bool IsShownOtherwise(Instance instance) => board.ShownIfOnline(instance) is var shown && shown != instance.StoredShown
        && !(shown == DisplayState.Failed && instance.StoredShown == DisplayState.Unsupported)
        && !(shown == DisplayState.Pending && instance is { Observed: Instance.UnknownRevision, StoredShown: DisplayState.Updating });
}
