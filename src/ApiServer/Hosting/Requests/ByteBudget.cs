using System.Threading.RateLimiting;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Hosting.Requests;

/// <summary>
/// So many bytes at a time, of which one author may have half: whoever sends slowly, or much, leaves room to others. Who finds none waits
/// in the order of coming.
/// </summary>
internal sealed class ByteBudget : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Share> _shares = new(StringComparer.Ordinal);
    private readonly ConcurrencyLimiter _all;
    private readonly int _permits;
    private readonly int _queue;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _clock;

    /// <param name="mebibytes">How many bytes at a time.</param>
    /// <param name="queueMebibytes">How many may wait.</param>
    /// <param name="patience">How long they wait.</param>
    /// <param name="clock">What that is measured by.</param>
    public ByteBudget(int mebibytes, int queueMebibytes, TimeSpan patience, TimeProvider clock)
    {
        (_permits, _queue, _patience, _clock) = (mebibytes * 1024, queueMebibytes * 1024, patience, clock);
        _all = Limiter(_permits);
    }

    /// <summary>How many authors have something or wait for it.</summary>
    public int Authors
    {
        get
        {
            lock (_gate)
            {
                return _shares.Count;
            }
        }
    }

    /// <summary>Room for that many bytes, until it is disposed of.</summary>
    public async ValueTask<IDisposable> TakeAsync(string author, long bytes, CancellationToken cancellationToken)
    {
        var permits = (int)((bytes + 1023) / 1024);
        var share = Enter(author);
        try
        {
            return TryTake(share, permits) ?? await WaitAsync(share, permits, cancellationToken);
        }
        catch
        {
            Leave(share);
            throw;
        }
    }

    public void Dispose() => _all.Dispose();

    private Room? TryTake(Share share, int permits)
    {
        var own = share.Limiter.AttemptAcquire(permits);
        if (own.IsAcquired && _all.AttemptAcquire(permits) is { IsAcquired: true } all)
        {
            return new Room(this, share, own, all);
        }

        own.Dispose();
        return null;
    }

    /// <summary>First for room in the own share: who has used that up must not keep others from what is left.</summary>
    private async ValueTask<Room> WaitAsync(Share share, int permits, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_patience, _clock);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var own = await AcquireAsync(share.Limiter, permits, "The caller has", waiting.Token, cancellationToken);
        try
        {
            return new Room(this, share, own, await AcquireAsync(_all, permits, "All callers have", waiting.Token, cancellationToken));
        }
        catch
        {
            own.Dispose();
            throw;
        }
    }

    private static async ValueTask<RateLimitLease> AcquireAsync(
        ConcurrencyLimiter limiter, int permits, string who, CancellationToken waiting, CancellationToken cancellationToken)
    {
        try
        {
            var lease = await limiter.AcquireAsync(permits, waiting);
            return lease.IsAcquired ? lease : throw Busy(who);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Busy(who);
        }
    }

    private static ResourceExhaustedException Busy(string who) => new(
        "TOO_MUCH_IN_FLIGHT",
        $"{who} as many bytes of requests in work as the server takes at a time; call again in a moment.",
        RetryAfter);

    private Share Enter(string author)
    {
        lock (_gate)
        {
            if (!_shares.TryGetValue(author, out var share))
            {
                _shares[author] = share = new Share(author, Limiter(_permits / 2));
            }

            share.Users++;
            return share;
        }
    }

    private void Leave(Share share)
    {
        lock (_gate)
        {
            if (--share.Users == 0)
            {
                _shares.Remove(share.Author);
                share.Limiter.Dispose();
            }
        }
    }

    private ConcurrencyLimiter Limiter(int permits) => new(new ConcurrencyLimiterOptions
    {
        PermitLimit = permits,
        QueueLimit = _queue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>What one author may have; kept while somebody uses it.</summary>
    private sealed class Share(string author, ConcurrencyLimiter limiter)
    {
        public string Author => author;

        public ConcurrencyLimiter Limiter => limiter;

        public int Users { get; set; }
    }

    private sealed class Room(ByteBudget budget, Share share, RateLimitLease own, RateLimitLease all) : IDisposable
    {
        public void Dispose()
        {
            all.Dispose();
            own.Dispose();
            budget.Leave(share);
        }
    }
}
