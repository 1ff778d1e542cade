using Tricorder.ApiServer.Changes;

namespace Tricorder.ApiServer.Reconciling;

/// <summary>
/// What triggered a loop since its last run. It is open before the first run, and emptied before each run and never after one: what changes
/// while the loop looks makes it look again.
/// </summary>
internal sealed class LoopInbox(LoopTrigger trigger, ChangeFeed feed, TimeProvider clock) : IDisposable
{
    private readonly List<ChangeSubscription> _subscriptions =
        [.. trigger.Topics.Select(topic => feed.Subscribe(topic, () => 0).Subscription)];

    /// <summary>Empties it. What was in it is a reason for the run that follows.</summary>
    public void Take()
    {
        trigger.Signal?.Take();
        foreach (var subscription in _subscriptions)
        {
            trigger.Changed(subscription.Take(keys => keys.ToList()).Result);
        }
    }

    /// <summary>Waits until something triggers the loop, or the time is over.</summary>
    /// <returns>Whether something triggered it.</returns>
    public async Task<bool> WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> triggered = [.. _subscriptions.Select(subscription => subscription.WaitAsync(Timeout.InfiniteTimeSpan, over.Token))];
        if (trigger.Signal is { } signal)
        {
            triggered.Add(signal.WaitAsync(over.Token));
        }

        try
        {
            if (!triggered.Exists(task => task.IsCompleted) && time > TimeSpan.Zero)
            {
                await Task.WhenAny([.. triggered, Task.Delay(time, clock, over.Token)]);
            }

            cancellationToken.ThrowIfCancellationRequested();
            return triggered.Exists(task => task.IsCompletedSuccessfully);
        }
        finally
        {
            await over.CancelAsync();
        }
    }

    public void Dispose() => _subscriptions.ForEach(subscription => subscription.Dispose());
}
