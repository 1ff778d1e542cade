using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Security.Limits;

/// <summary>
/// Failed logins by client address (of IPv6, the /64). Who fails too often is not looked at for a while, unless with credentials that
/// were proven before: a stranger behind the same address does not lock out those who are in.
/// </summary>
internal sealed class LoginLimits : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _failures;
    private readonly TimeSpan _oneMore;

    public LoginLimits(IOptions<LimitOptions> options)
    {
        var perMinute = options.Value.FailedLoginsPerMinute;
        _oneMore = TimeSpan.FromMinutes(1) / perMinute;
        _failures = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => RateLimitPartition.GetTokenBucketLimiter(
            NetworkOf(address),
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = perMinute,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = _oneMore,
                QueueLimit = 0,
                AutoReplenishment = true,
            }));
    }

    /// <summary>Somebody at this address presented credentials that are not valid; returns what to say to that.</summary>
    public DomainException Count(DomainException why, IPAddress? address)
    {
        using var lease = _failures.AttemptAcquire(address ?? IPAddress.None);
        return lease.IsAcquired ? why : TooMany(_oneMore);
    }

    /// <summary>Before work is done for credentials that nobody has proven yet.</summary>
    public void ThrowIfTooMany(IPAddress? address)
    {
        if (_failures.GetStatistics(address ?? IPAddress.None) is { CurrentAvailablePermits: 0 })
        {
            throw TooMany(_oneMore);
        }
    }

    public static ResourceExhaustedException TooMany(TimeSpan retryAfter) => new(
        "TOO_MANY_FAILED_LOGINS", "Too many credentials from this address were not valid; try again later.", retryAfter);

    public void Dispose() => _failures.Dispose();

    private static IPAddress NetworkOf(IPAddress address)
    {
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
}
