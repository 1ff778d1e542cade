namespace Tricorder.ApiServer.AgentSimulator.Scheduling;

/// <summary>
/// All that happens later, in one queue behind one timer: thousands of agents that each wait for a heartbeat, a retry or a
/// load cost an entry each, not a timer each.
/// </summary>
internal sealed class Scheduler : IDisposable
{
    private static readonly TimeSpan MinWait = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<ScheduledCall, long> _queue = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _armedFor = long.MaxValue;
    private bool _disposed;

    public Scheduler(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(static self => ((Scheduler)self!).RunDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public TimeProvider Time => _time;

    /// <summary>Runs <paramref name="action"/> once after <paramref name="delay"/>; it must be quick and must not throw.</summary>
    public ScheduledCall Schedule(TimeSpan delay, Action action)
    {
        var call = new ScheduledCall(action);
        Add(call, delay);
        return call;
    }

    /// <summary>Completes after <paramref name="delay"/>, or is cancelled.</summary>
    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        return delay <= TimeSpan.Zero ? Task.CompletedTask : WaitAsync(delay, cancellationToken);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _queue.Clear();
        }

        _timer.Dispose();
    }

    private async Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        // Continuations run on the pool: the timer's thread must get through a thousand due entries quickly.
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var call = Schedule(delay, () => done.TrySetResult());
        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), done);
        await done.Task;
    }

    private void Add(ScheduledCall call, TimeSpan delay)
    {
        var wait = delay < TimeSpan.Zero ? TimeSpan.Zero : delay;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            var due = _time.GetTimestamp() + (long)(wait.TotalSeconds * _time.TimestampFrequency);
            _queue.Enqueue(call, due);
            if (due < _armedFor)
            {
                Arm(due);
            }
        }
    }

    private void RunDue()
    {
        var due = new List<ScheduledCall>();
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _armedFor = long.MaxValue;
            var now = _time.GetTimestamp();
            while (_queue.TryPeek(out var call, out var at) && (at <= now || call.IsCancelled))
            {
                due.Add(_queue.Dequeue());
            }

            if (_queue.TryPeek(out _, out var next))
            {
                Arm(next);
            }
        }

        foreach (var call in due)
        {
            call.Run();
        }
    }

    private void Arm(long due)
    {
        _armedFor = due;
        var wait = TimeSpan.FromSeconds((due - _time.GetTimestamp()) / (double)_time.TimestampFrequency);
        _timer.Change(wait < MinWait ? MinWait : wait, Timeout.InfiniteTimeSpan);
    }
}
