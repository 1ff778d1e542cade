namespace Tricorder.ApiServer.Hosting.Requests;

/// <summary>
/// Gives memory back to the system that a burst of large requests has left: an idle process does not collect it by itself. It stops the
/// process for a moment, so it waits for quiet and is rare. Pools let go of their buffers only when they have not been used for a while,
/// so it comes twice.
/// </summary>
internal sealed class MemoryReturn : IDisposable
{
    /// <summary>Requests of less than that together leave nothing worth the pause.</summary>
    private const long BurstBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(70)];

    private readonly Lock _gate = new();
    private readonly Action _collect;
    private readonly ITimer _timer;
    private long _bytes;
    private int _left;

    public MemoryReturn(TimeProvider clock)
        : this(clock, () => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true))
    {
    }

    internal MemoryReturn(TimeProvider clock, Action collect)
    {
        _collect = collect;
        _timer = clock.CreateTimer(_ => Collect(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>So many bytes of requests are done.</summary>
    public void Done(long bytes)
    {
        lock (_gate)
        {
            _bytes += bytes;
            if (_bytes < BurstBytes)
            {
                return;
            }

            if (_left == 0)
            {
                _timer.Change(Pauses[0], Timeout.InfiniteTimeSpan);
            }

            (_bytes, _left) = (0, Pauses.Length);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Collect()
    {
        lock (_gate)
        {
            if (--_left > 0)
            {
                _timer.Change(Pauses[^_left], Timeout.InfiniteTimeSpan);
            }
        }

        _collect();
    }
}
