namespace Tricorder.ApiServer.Errors;

/// <summary>UNAVAILABLE: nothing was done; the same call may succeed later.</summary>
internal sealed class UnavailableException(string reason, string message, TimeSpan? retryAfter = null, Exception? inner = null)
    : DomainException(reason, message, inner)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
