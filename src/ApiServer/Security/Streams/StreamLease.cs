using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Security.Streams;

/// <summary>One open stream's right to go on: it ends when the caller's credentials do.</summary>
internal sealed class StreamLease : IDisposable
{
    private static readonly TimeSpan MaxTimer = TimeSpan.FromDays(20);

    private readonly OpenStreams _owner;
    private readonly CancellationTokenSource _ended = new();
    private readonly TimeProvider _clock;
    private readonly DateTimeOffset? _expireTime;
    private readonly ITimer? _timer;
    private DomainException? _reason;

    public StreamLease(OpenStreams owner, IReadOnlyList<string> credentials, DateTimeOffset? expireTime, TimeProvider clock)
    {
        (_owner, Credentials, _expireTime, _clock) = (owner, credentials, expireTime, clock);
        Ended = _ended.Token;
        if (expireTime is not null)
        {
            _timer = clock.CreateTimer(
                static lease => ((StreamLease)lease!).Check(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Check();
        }
    }

    /// <summary>Ids of what it lives by.</summary>
    public IReadOnlyList<string> Credentials { get; }

    /// <summary>Cancelled when the stream must end.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Why it must end; null while it may go on.</summary>
    public DomainException? Reason => Volatile.Read(ref _reason);

    public void End(DomainException why)
    {
        if (Interlocked.CompareExchange(ref _reason, why, null) is null)
        {
            // Not inline: what hangs on the token would run where the revocation does.
            _ = Task.Run(Cancel);
        }
    }

    public void Dispose()
    {
        _owner.Leave(this);
        _timer?.Dispose();
        _ended.Dispose();
    }

    private void Cancel()
    {
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The stream ended by itself meanwhile.
        }
    }

    private void Check()
    {
        var left = _expireTime!.Value - _clock.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            End(new UnauthenticatedException("CREDENTIALS_EXPIRED", "The credentials of this stream have expired; sign in again."));
        }
        else
        {
            _timer!.Change(left < MaxTimer ? left : MaxTimer, Timeout.InfiniteTimeSpan);
        }
    }
}
