using Tricorder.ApiServer.Errors;
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
    TimeProvider clock,
    ILogger<StorageMaintenance> logger)
    : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan PrunePeriod = TimeSpan.FromMinutes(10);

    /// <summary>Small units, so that nobody waits long behind one.</summary>
    private const int PruneAtOnce = 200;

    private readonly Outage _upkeep = new(logger, "Upkeep of the store");
    private DateTimeOffset _nextPrune;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            do
            {
                await _upkeep.TryAsync(LookAfterAsync, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (health.Fatal is null)
        {
            // The server stops.
        }
        catch (OperationCanceledException)
        {
            // It stops because the store could not go on: ending in failure is what makes the process exit with one.
            throw new InvalidOperationException("The store stopped for good.", health.Fatal);
        }
    }

    private async Task LookAfterAsync(CancellationToken cancellationToken)
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
    }

    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        while (await writer.WriteAsync(unit => requests.Prune(unit, PruneAtOnce), cancellationToken) == PruneAtOnce)
        {
        }
    }
}
