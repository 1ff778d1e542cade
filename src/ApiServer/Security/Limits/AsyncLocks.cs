using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Security.Limits;

/// <summary>One at a time for each key, in the order they came; who finds too many before them is refused.</summary>
internal sealed class AsyncLocks<TKey>(int mostWaiting)
    where TKey : notnull
{
    private readonly SharedEntries<TKey, SemaphoreSlim> _lanes = new(() => new(1, 1));

    /// <summary>Waits for a turn, which is over when the result is disposed.</summary>
    public async Task<IDisposable> TakeAsync(TKey key)
    {
        var use = _lanes.TryEnter(key, mostWaiting + 1) ?? throw LoginLimits.TooMany(TimeSpan.FromSeconds(1));
        await use.Entry.WaitAsync();
        return new Lease(use);
    }

    private sealed class Lease(SharedEntries<TKey, SemaphoreSlim>.Use use) : IDisposable
    {
        public void Dispose()
        {
            use.Entry.Release();
            use.Dispose();
        }
    }
}
