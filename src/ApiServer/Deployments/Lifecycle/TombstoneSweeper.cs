using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Reconciling;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Deployments.Lifecycle;

/// <summary>Removes tombstones of modules that no agent can still be running.</summary>
internal sealed class TombstoneSweeper(
    FleetState board, DeploymentStore store, InstanceStore instances, IDeploymentPrerequisites needs, StoreWriter writer, LiveState live)
    : IReconciler
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    public LoopPlan Plan { get; } = new("deployments-tombstones", "Forgetting deleted modules")
    {
        Trigger = LoopTrigger.Time,
        Resync = Period,
        FirstAfter = Period,
        RequiresLeader = true,
    };

    public async Task<Requeue> ReconcileAsync(CancellationToken cancellationToken)
    {
        foreach (var moduleId in Unneeded())
        {
            await writer.WriteAsync(
                unit =>
                {
                    // Looked at again: an agent that runs it may have said hello meanwhile.
                    if (instances.MayRun(unit, moduleId) || needs.HoldsTombstone(unit, moduleId))
                    {
                        return;
                    }

                    store.Delete(unit, moduleId);
                    instances.DeleteLeftovers(unit);
                    unit.Publish(() => board.Remove(moduleId));
                },
                cancellationToken);
        }

        return Requeue.AtResync;
    }

    private List<string> Unneeded() => live.Read<List<string>>(() =>
    [
        .. board.Modules.Values
            .Where(module => module.Desired.Deleted)
            .Select(module => module.Desired.ModuleId)
            .Where(id => !board.Index.Of(id).Any(instance => instance.Known != 0)),
    ]);
}
