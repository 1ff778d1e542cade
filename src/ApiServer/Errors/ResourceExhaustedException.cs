namespace Tricorder.ApiServer.Errors;

/// <summary>RESOURCE_EXHAUSTED: a limit was reached; with a RetryInfo when waiting helps.</summary>
internal sealed class ResourceExhaustedException(string reason, string message, TimeSpan? retryAfter = null)
    : DomainException(reason, message)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
