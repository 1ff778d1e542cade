using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Deployments.Statistics;

/// <summary>Looks every few seconds at what agents report, once for all that count or judge by it.</summary>
internal sealed class StatisticsTimer(
    RunningUsage usage, FleetUsage fleet, FleetState board, StatisticsCollector statistics, ModuleTotals totals,
    IEnumerable<IFleetReader> readers,
    LiveState live)
    : IReconciler
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    public LoopPlan Plan { get; } = new("deployments-statistics", "Counting what agents report of modules")
    {
        Trigger = LoopTrigger.Time,
        Resync = Period,
        FirstAfter = Period,
        RequiresLeader = true,
    };

    public Task<Requeue> ReconcileAsync(CancellationToken cancellationToken)
    {
        var look = fleet.Compare(usage.ReadAll());
        totals.Add(look.Steps);
        statistics.Add(look, Deployed());
        foreach (var reader in readers)
        {
            reader.Read(look);
        }

        return Task.FromResult(Requeue.AtResync);
    }

    private List<string> Deployed() => live.Read<List<string>>(() => [.. board.Deployed.Select(module => module.Desired.ModuleId)]);
}
