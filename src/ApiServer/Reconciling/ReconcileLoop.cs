using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Reconciling;

/// <summary>Runs one loop by its plan.</summary>
internal sealed class ReconcileLoop(IReconciler reconciler, LoopReading reading, ChangeFeed feed, TimeProvider clock, ILogger logger)
{
    private readonly LoopPlan _plan = reconciler.Plan;
    private readonly Outage _outage = new(logger, reconciler.Plan.Work);
    private int _failures;
    private volatile bool _hasEnded;

    /// <summary>Ends when it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var inbox = new LoopInbox(_plan.Trigger, feed, clock);
        try
        {
            await PauseAsync(inbox, _plan.FirstAfter, isDeaf: false, cancellationToken);
            while (true)
            {
                inbox.Take();
                var (wait, isDeaf) = await RunOnceAsync(cancellationToken);
                await KeepPaceAsync(cancellationToken);
                await PauseAsync(inbox, wait - _plan.Pace, isDeaf, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process stops.
        }

        _hasEnded = true;
    }

    /// <summary>The last run, where the plan asks for one.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (!_plan.RunsAtEnd || !_hasEnded || cancellationToken.IsCancellationRequested)
        {
            return; // It is still at work, or there is no time left.
        }

        try
        {
            // A run may block, for example when nobody reads what it writes.
            await Task.Run(() => RunOnceAsync(cancellationToken), CancellationToken.None).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The time to stop is over.
        }
    }

    private async Task<(TimeSpan Wait, bool IsDeaf)> RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            var requeue = await reconciler.ReconcileAsync(cancellationToken);
            if (requeue.Failure is { } reason)
            {
                _failures++;
                reading.Failed(reason);
                return (requeue.Within ?? _plan.PauseAfter(_failures), requeue.IsDeaf);
            }

            _failures = 0;
            _outage.Over();
            reading.Succeeded();
            return (requeue.Within ?? _plan.Resync, false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _failures++;
            _outage.Failed(e);
            reading.Failed((e as DomainException)?.Reason ?? e.GetType().Name);
            return (_plan.PauseAfter(_failures), true);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // What is cut off may fail in any way.
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private Task KeepPaceAsync(CancellationToken cancellationToken) =>
        _plan.Pace > TimeSpan.Zero ? Task.Delay(_plan.Pace, clock, cancellationToken) : Task.CompletedTask;

    private async Task PauseAsync(LoopInbox inbox, TimeSpan time, bool isDeaf, CancellationToken cancellationToken)
    {
        if (isDeaf)
        {
            await Task.Delay(time > TimeSpan.Zero ? time : TimeSpan.Zero, clock, cancellationToken);
            return;
        }

        var (began, left) = (clock.GetTimestamp(), time);
        while (await inbox.WaitAsync(left, cancellationToken))
        {
            inbox.Take();
            if (_plan.Trigger.IsNews())
            {
                return;
            }

            await KeepPaceAsync(cancellationToken);
            left = time - clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                return; // The time is over, whatever changes still that is no news.
            }
        }
    }
}
