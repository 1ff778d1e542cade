namespace Tricorder.ApiServer.Security.Limits;

/// <summary>One at a time for each key, in the order they came; who finds too many before them is refused.</summary>
internal sealed class Turns<TKey>(int mostWaiting)
    where TKey : notnull
{
    private readonly Lock _sync = new();
    private readonly Dictionary<TKey, Lane> _lanes = [];

    /// <summary>Waits for a turn, which is over when the result is disposed.</summary>
    public async Task<IDisposable> TakeAsync(TKey key)
    {
        Lane? lane;
        lock (_sync)
        {
            if (!_lanes.TryGetValue(key, out lane))
            {
                _lanes[key] = lane = new Lane();
            }

            if (lane.Users > mostWaiting)
            {
                throw LoginLimits.TooMany(TimeSpan.FromSeconds(1));
            }

            lane.Users++;
        }

        await lane.Gate.WaitAsync();
        return new Turn(this, key, lane);
    }

    private void Leave(TKey key, Lane lane)
    {
        lane.Gate.Release();
        lock (_sync)
        {
            if (--lane.Users == 0)
            {
                _lanes.Remove(key);
            }
        }
    }

    private sealed class Lane
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public int Users { get; set; }
    }

    private sealed class Turn(Turns<TKey> owner, TKey key, Lane lane) : IDisposable
    {
        public void Dispose() => owner.Leave(key, lane);
    }
}
