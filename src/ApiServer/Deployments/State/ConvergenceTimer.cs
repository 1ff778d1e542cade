using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Deployments.State;

/// <summary>What happens with time alone: retries that are due.</summary>
internal sealed class ConvergenceTimer(FleetState board, LiveState live) : IReconciler
{
    public LoopPlan Plan { get; } = new("deployments-retries", "Retrying what is due")
    {
        Trigger = LoopTrigger.Time,
        Resync = TimeSpan.FromMilliseconds(250),
        RequiresLeader = true,
    };

    public Task<Requeue> ReconcileAsync(CancellationToken cancellationToken)
    {
        live.Change(board.RetryDue);
        return Task.FromResult(Requeue.AtResync);
    }
}
