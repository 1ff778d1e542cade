using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Security.Limits;

/// <summary>
/// Failed logins by client address (of IPv6, the /64). They are counted once it is known that they failed, so they only change the answer
/// to what fails: whoever fails beside them behind the same address, valid credentials pass.
/// </summary>
internal sealed class LoginLimits : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _failures;
    private readonly PartitionedRateLimiter<(string TokenId, IPAddress Network)> _wrong;
    private readonly TimeSpan _oneMore;

    public LoginLimits(IOptions<LimitOptions> options)
    {
        var perMinute = options.Value.FailedLoginsPerMinute;
        _oneMore = TimeSpan.FromMinutes(1) / perMinute;
        _failures = Limiter<IPAddress>(perMinute);
        _wrong = Limiter<(string, IPAddress)>(perMinute);
    }

    /// <summary>Somebody at this address presented credentials that are not valid; returns what to say to that.</summary>
    public DomainException Count(DomainException why, IPAddress? address)
    {
        using var lease = _failures.AttemptAcquire(NetworkOf(address));
        return lease.IsAcquired ? why : TooMany(_oneMore);
    }

    /// <summary>The slow hash has told that a secret of this token is wrong.</summary>
    public void CountWrong(string tokenId, IPAddress? address) => _wrong.AttemptAcquire((tokenId, NetworkOf(address))).Dispose();

    /// <summary>Before the slow hash is computed for a secret of this token.</summary>
    public void ThrowIfTooManyWrong(string tokenId, IPAddress? address)
    {
        if (_wrong.GetStatistics((tokenId, NetworkOf(address))) is { CurrentAvailablePermits: 0 })
        {
            throw TooMany(_oneMore);
        }
    }

    public static ResourceExhaustedException TooMany(TimeSpan retryAfter) => new(
        "TOO_MANY_FAILED_LOGINS", "Too many credentials from this address were not valid; try again later.", retryAfter);

    /// <summary>What one client has of addresses: of IPv6 a whole /64.</summary>
    public static IPAddress NetworkOf(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    public void Dispose()
    {
        _failures.Dispose();
        _wrong.Dispose();
    }

    private PartitionedRateLimiter<TKey> Limiter<TKey>(int perMinute)
        where TKey : notnull => PartitionedRateLimiter.Create<TKey, TKey>(key => RateLimitPartition.GetTokenBucketLimiter(
            key,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = perMinute,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = _oneMore,
                QueueLimit = 0,
                AutoReplenishment = true,
            }));
}
