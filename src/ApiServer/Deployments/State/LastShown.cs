using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Deployments.State;

/// <summary>
/// Keeps what was shown of an agent's modules when it was lost, in the store, so that a restart of the server changes nothing of it. Only
/// what differs from what the last answer led to is written.
/// </summary>
internal sealed class LastShown(InstanceStore instances, FleetState board, LiveState live)
{
    /// <summary>
    /// What is to be kept of an agent whose session ends. Until the end takes effect something else may be desired: what is told later is
    /// what is kept here. Part of a change of live state.
    /// </summary>
    public static IReadOnlyList<InstanceShown> Ending(FleetAgent agent)
    {
        List<InstanceShown> ending = [];
        foreach (var instance in agent.Instances.Values)
        {
            instance.EndsAs = instance.ShownLast;
            if (instance.EndsAs is { } shown && shown != instance.StoredShown)
            {
                ending.Add(new InstanceShown(instance, shown));
            }
        }

        return ending;
    }

    /// <summary>Part of the transaction that stores the end of the agent's session; the end takes effect after it.</summary>
    public void Record(WriteUnit unit, IReadOnlyList<InstanceShown> ending)
    {
        instances.PutShown(unit, ending);
        unit.Publish(() =>
        {
            foreach (var (instance, shown) in ending)
            {
                instance.StoredShown = shown;
            }
        });
    }

    /// <summary>
    /// Where the server was killed under its agents nobody kept it: it is what the store says when the server is back.
    /// </summary>
    public IReadOnlyList<InstanceShown> CutOff(IEnumerable<Agent> agents) => live.Read<IReadOnlyList<InstanceShown>>(() =>
    [
        .. agents.SelectMany(InstancesOf).Where(IsShownOtherwise)
            .Select(instance => new InstanceShown(instance, board.ShownIfOnline(instance))),
    ]);

    /// <summary>Part of the transaction that stores that these agents are not ONLINE any more.</summary>
    public void RecordCutOff(WriteUnit unit, IReadOnlyList<InstanceShown> cutOff)
    {
        instances.PutShown(unit, cutOff);
        unit.Publish(() =>
        {
            foreach (var (instance, shown) in cutOff)
            {
                instance.StoredShown = instance.LastKnown = shown;
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

/// <summary>What was shown of an instance last.</summary>
internal readonly record struct InstanceShown(Instance Instance, DisplayState Shown);
