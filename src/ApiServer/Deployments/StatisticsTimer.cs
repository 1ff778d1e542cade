using Tricorder.ApiServer.Changes;

namespace Tricorder.ApiServer.Deployments;

/// <summary>Looks every few seconds at what agents report, once for all that count or judge by it.</summary>
internal sealed class StatisticsTimer(
    RunningUsage usage, FleetUsage fleet, ConvergenceBoard board, StatisticsBoard statistics, ModuleTotals totals,
    IEnumerable<IFleetReader> readers,
    ChangeFeed feed, TimeProvider clock, ILogger<StatisticsTimer> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var look = fleet.Look(usage.ReadAll());
                totals.Look(look.Steps);
                statistics.Look(look, Deployed());
                foreach (var reader in readers)
                {
                    reader.Look(look);
                }
            }
            catch (Exception e)
            {
                // What agents report must never stop the server.
                logger.StatisticsNotTaken(e);
            }
        }
    }

    private List<string> Deployed()
    {
        lock (feed.Gate)
        {
            return [.. board.Deployed.Select(module => module.Desired.ModuleId)];
        }
    }
}
