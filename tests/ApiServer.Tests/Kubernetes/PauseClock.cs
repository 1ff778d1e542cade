using System.Threading.Channels;

namespace Tricorder.ApiServer.Tests.Kubernetes;

/// <summary>Notes every pause and is through with it at once. What repeats never comes.</summary>
internal sealed class PauseClock : TimeProvider
{
    private readonly Channel<TimeSpan> _pauses = Channel.CreateUnbounded<TimeSpan>();
    private long _now;

    /// <summary>Is called when a pause begins.</summary>
    public Action Pausing { get; set; } = () => { };

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => new(GetTimestamp() + TimeSpan.TicksPerDay, TimeSpan.Zero);

    public void Advance(TimeSpan time) => Interlocked.Add(ref _now, time.Ticks);

    public ValueTask<TimeSpan> NextAsync() => _pauses.Reader.ReadAsync();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan)
        {
            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        if (dueTime > TimeSpan.Zero)
        {
            Pausing();
            _pauses.Writer.TryWrite(dueTime);
            Advance(dueTime);
        }

        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
