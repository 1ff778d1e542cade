namespace Tricorder.ApiServer.Deployments.Statistics;

/// <summary>Rows of one module in each of the last minutes.</summary>
internal sealed class RowCounter(DateTimeOffset start)
{
    public const int Minutes = 30;

    // One more than are told: the last is not over yet.
    private readonly long[] _rows = new long[Minutes + 1];

    // Of the minute that it begins in, a part is missed.
    private readonly long _first = MinuteOf(start.AddMinutes(1).AddTicks(-1));
    private long _newest = MinuteOf(start);

    /// <summary>When rows were added last.</summary>
    public DateTimeOffset? LastTime { get; private set; }

    public void Add(long rows, DateTimeOffset now)
    {
        if (rows <= 0)
        {
            return;
        }

        GoTo(now);
        _rows[_newest % _rows.Length] += rows;
        LastTime = now;
    }

    /// <summary>Of the minutes that are over, oldest first, at most <see cref="Minutes"/>.</summary>
    public IReadOnlyList<long> Read(DateTimeOffset now)
    {
        GoTo(now);
        var count = (int)Math.Clamp(_newest - _first, 0, Minutes);
        return [.. Enumerable.Range(0, count).Select(index => _rows[(_newest - count + index) % _rows.Length])];
    }

    private void GoTo(DateTimeOffset now)
    {
        var minute = MinuteOf(now);
        for (var skipped = Math.Min(minute - _newest, _rows.Length); skipped > 0; skipped--)
        {
            _rows[(minute - skipped + 1) % _rows.Length] = 0;
        }

        _newest = Math.Max(minute, _newest);
    }

    private static long MinuteOf(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMinute;
}
