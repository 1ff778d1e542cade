using System.Threading.RateLimiting;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Hosting.Requests;

/// <summary>
/// How many bytes of requests are in work at a time. What a request becomes in memory is a multiple of its bytes, so this bounds the
/// memory of all of them together. Small ones are free: there are many, and they are small.
/// </summary>
internal sealed class RequestBudget(MemoryReturn memory) : IDisposable
{
    /// <summary>What has no more bytes than this needs no leave.</summary>
    public const int FreeBytes = 4 * 1024;

    /// <summary>How long a caller waits for others to finish.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    // Two of the largest modules as JSON, at the same time; measured in docs/adr/0018.
    private readonly ConcurrencyLimiter _calls = Limiter(mebibytes: 24, queueMebibytes: 512);
    private readonly ConcurrencyLimiter _watches = Limiter(mebibytes: 8, queueMebibytes: 0);
    private readonly ConcurrencyLimiter _agents = Limiter(mebibytes: 8, queueMebibytes: 1024 * 1024);

    /// <summary>
    /// Leave for a message of that many bytes, until it is disposed of. Agents wait for their turn as long as it takes: their streams
    /// hold them back. Callers wait a little, and are told when to come again.
    /// </summary>
    public async ValueTask<IDisposable?> TakeAsync(RequestKind kind, long bytes, CancellationToken cancellationToken)
    {
        if (bytes <= FreeBytes)
        {
            return null;
        }

        var limiter = kind switch
        {
            RequestKind.Call => _calls,
            RequestKind.Watch => _watches,
            _ => _agents,
        };
        var permits = (int)((bytes + 1023) / 1024);
        var lease = limiter.AttemptAcquire(permits);
        lease = lease.IsAcquired ? lease : await WaitAsync(limiter, kind, permits, cancellationToken).ConfigureAwait(false);
        return new Leave(memory, lease, bytes);
    }

    public void Dispose()
    {
        _calls.Dispose();
        _watches.Dispose();
        _agents.Dispose();
    }

    private static ConcurrencyLimiter Limiter(int mebibytes, int queueMebibytes) => new(new ConcurrencyLimiterOptions
    {
        PermitLimit = mebibytes * 1024,
        QueueLimit = queueMebibytes * 1024,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private static async ValueTask<RateLimitLease> WaitAsync(ConcurrencyLimiter limiter, RequestKind kind, int permits, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(kind == RequestKind.Agent ? Timeout.InfiniteTimeSpan : Patience);
        try
        {
            var lease = await limiter.AcquireAsync(permits, patience.Token).ConfigureAwait(false);
            return lease.IsAcquired ? lease : throw Busy();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Busy();
        }
    }

    private static ResourceExhaustedException Busy() => new(
        "TOO_MUCH_IN_FLIGHT", "The server is at work on as many bytes of requests as it takes at a time; call again in a moment.", RetryAfter);

    private sealed class Leave(MemoryReturn memory, RateLimitLease lease, long bytes) : IDisposable
    {
        private bool _isOver;

        public void Dispose()
        {
            if (!_isOver)
            {
                _isOver = true;
                lease.Dispose();
                memory.Done(bytes);
            }
        }
    }
}
