using System.Threading.RateLimiting;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Hosting.Requests;

/// <summary>
/// So many bytes at a time, of which one author may have half: whoever sends slowly, or much, leaves room to others. Who finds none waits
/// in the order of coming.
/// </summary>
internal sealed class ByteBudget : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly SharedEntries<string, ConcurrencyLimiter> _shares;
    private readonly ConcurrencyLimiter _all;
    private readonly int _permits;
    private readonly int _queue;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;

    /// <param name="mebibytes">How many bytes at a time.</param>
    /// <param name="queueMebibytes">How many may wait.</param>
    /// <param name="patience">How long they wait.</param>
    /// <param name="clock">What that is measured by.</param>
    public ByteBudget(int mebibytes, int queueMebibytes, TimeSpan patience, TimeProvider clock)
    {
        (_permits, _queue, _timeout, _clock) = (mebibytes * 1024, queueMebibytes * 1024, patience, clock);
        _all = Limiter(_permits);
        _shares = new(() => Limiter(_permits / 2));
    }

    /// <summary>How many authors have something or wait for it.</summary>
    public int Authors => _shares.Count;

    /// <summary>Room for that many bytes, until it is disposed of.</summary>
    public async ValueTask<IDisposable> TakeAsync(string author, long bytes, CancellationToken cancellationToken)
    {
        var permits = (int)((bytes + 1023) / 1024);
        var share = _shares.Enter(author);
        try
        {
            return TryTake(share, permits) ?? await WaitAsync(share, permits, cancellationToken);
        }
        catch
        {
            share.Dispose();
            throw;
        }
    }

    public void Dispose() => _all.Dispose();

    private Room? TryTake(SharedEntries<string, ConcurrencyLimiter>.Use share, int permits)
    {
        var own = share.Entry.AttemptAcquire(permits);
        if (own.IsAcquired && _all.AttemptAcquire(permits) is { IsAcquired: true } all)
        {
            return new Room(share, own, all);
        }

        own.Dispose();
        return null;
    }

    /// <summary>First for room in the own share: who has used that up must not keep others from what is left.</summary>
    private async ValueTask<Room> WaitAsync(
        SharedEntries<string, ConcurrencyLimiter>.Use share, int permits, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_timeout, _clock);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var own = await AcquireAsync(share.Entry, permits, "The caller has", waiting.Token, cancellationToken);
        try
        {
            return new Room(share, own, await AcquireAsync(_all, permits, "All callers have", waiting.Token, cancellationToken));
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

    private ConcurrencyLimiter Limiter(int permits) => new(new ConcurrencyLimiterOptions
    {
        PermitLimit = permits,
        QueueLimit = _queue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private sealed class Room(IDisposable share, RateLimitLease own, RateLimitLease all) : IDisposable
    {
        public void Dispose()
        {
            all.Dispose();
            own.Dispose();
            share.Dispose();
        }
    }
}
