using Tricorder.ApiServer.Reconciling;
using Tricorder.ApiServer.Storage.Idempotency;

namespace Tricorder.ApiServer.Storage.Maintenance;

/// <summary>
/// What the store needs done from time to time: forgetting old request answers, asking a store that refused a commit whether it has
/// recovered (an idle server would stay unhealthy for ever), noticing that it is lost,
/// and what its engine needs.
/// </summary>
internal sealed class StorageMaintenance(
    StoreWriter writer,
    IStoreUpkeep upkeep,
    RequestLog requests,
    StoreHealth health,
    TimeProvider clock)
    : IReconciler
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan PrunePeriod = TimeSpan.FromMinutes(10);

    /// <summary>Small units, so that nobody waits long behind one.</summary>
    private const int PruneAtOnce = 200;

    private DateTimeOffset _nextPrune;

    public LoopPlan Plan { get; } = new("storage-upkeep", "Upkeep of the store")
    {
        Trigger = LoopTrigger.Time,
        Resync = Period,
        RequiresLeader = true,
    };

    public async Task<Requeue> ReconcileAsync(CancellationToken cancellationToken)
    {
        // Also when nobody writes: a store that was taken away is told before somebody needs it.
        if (health.Failure is not null || upkeep.IsLost())
        {
            await writer.WriteAsync(RequestLog.Probe, cancellationToken);
        }

        upkeep.Tidy();
        if (clock.GetUtcNow() >= _nextPrune)
        {
            await PruneAsync(cancellationToken);
            _nextPrune = clock.GetUtcNow() + PrunePeriod;
        }

        return Requeue.AtResync;
    }

    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        while (await writer.WriteAsync(unit => requests.Prune(unit, PruneAtOnce), cancellationToken) == PruneAtOnce)
        {
        }
    }
}
