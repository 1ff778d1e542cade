using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage;

/// <summary>What a failing store is called towards callers, and what they can do about it.</summary>
internal static class StorageFailures
{
    public const string UnknownReason = "STORE_FAILED";

    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    public static DomainException Stopped() =>
        new UnavailableException("STORE_STOPPED", "The server is shutting down; nothing was changed.", RetryAfter);

    /// <summary>A group of units was refused with this failure, which its engine found to be of this kind.</summary>
    public static DomainException Refused(StoreFault fault, Exception e) => e as DomainException ?? fault switch
    {
        StoreFault.Full => new UnavailableException(
            "STORE_FULL",
            "The disk that holds the server's database is full; nothing was changed. Free some space and retry.",
            RetryAfter,
            e),
        StoreFault.Busy => new UnavailableException(
            "STORE_BUSY", "Another program holds the server's database file; nothing was changed.", RetryAfter, e),
        StoreFault.ReadOnly => new UnavailableException(
            "STORE_READ_ONLY", "The server's database file is read-only; nothing was changed.", RetryAfter, e),
        StoreFault.Damaged => new UnavailableException(
            "STORE_CORRUPT", "The server's database file is damaged; nothing was changed. Restore it from a backup.", RetryAfter, e),
        _ => new UnavailableException(
            UnknownReason, "The server's database did not accept the change; nothing was changed.", RetryAfter, e),
    };
}
