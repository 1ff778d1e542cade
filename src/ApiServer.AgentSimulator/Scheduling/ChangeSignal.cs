namespace Tricorder.ApiServer.AgentSimulator.Scheduling;

/// <summary>Tells waiters that something changed; costs nothing while nobody waits.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource? _next;

    public void Raise() => Interlocked.Exchange(ref _next, null)?.TrySetResult();

    /// <summary>Waits until <paramref name="condition"/> holds, looking again after each change.</summary>
    public async Task WaitUntilAsync(
        Func<bool> condition, TimeSpan timeout, Func<string> describe, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            while (true)
            {
                // Taken before looking: a change between the look and the wait completes it.
                var changed = Next();
                if (condition())
                {
                    return;
                }

                await changed.WaitAsync(limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Not so within {timeout.TotalSeconds:0.#} s: {describe()}");
        }
    }

    private Task Next()
    {
        var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _next, fresh, null) ?? fresh).Task;
    }
}
