using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Deployments;

/// <summary>What happens with time alone: retries that are due, and tombstones that nobody needs any more.</summary>
internal sealed class ConvergenceTimer(
    ConvergenceBoard board, DeploymentStore store, InstanceStore instances, IDeploymentNeeds needs,
    StoreWriter writer, ChangeFeed feed, TimeProvider clock, ILogger<ConvergenceTimer> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);
    private const int TicksPerCleanup = 40;

    private readonly Outage _retrying = new(logger, "Retrying what is due");
    private readonly Outage _cleaning = new(logger, "Forgetting deleted modules");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        for (var tick = 1; await timer.WaitForNextTickAsync(stoppingToken); tick++)
        {
            try
            {
                RetryDue();
                _retrying.Over();
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                _retrying.Failed(e);
            }

            if (tick % TicksPerCleanup == 0)
            {
                await _cleaning.TryAsync(CleanUpAsync, stoppingToken);
            }
        }
    }

    internal void RetryDue()
    {
        lock (feed.Gate)
        {
            board.RetryDue();
        }
    }

    /// <summary>Removes tombstones of modules that no agent can still be running.</summary>
    internal async Task CleanUpAsync(CancellationToken cancellationToken)
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
                    unit.AfterCommit(() =>
                    {
                        lock (feed.Gate)
                        {
                            board.Remove(moduleId);
                        }
                    });
                },
                cancellationToken);
        }
    }

    private List<string> Unneeded()
    {
        lock (feed.Gate)
        {
            return
            [
                .. board.Modules.Values
                    .Where(module => module.Desired.Deleted)
                    .Select(module => module.Desired.ModuleId)
                    .Where(id => !board.Index.Of(id).Any(instance => instance.Known != 0)),
            ];
        }
    }
}
