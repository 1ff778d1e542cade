using Microsoft.Data.Sqlite;
using SQLitePCL;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage;

/// <summary>What a failing store is called towards callers, and what they can do about it.</summary>
internal static class StorageFailures
{
    public const string LogLostReason = "STORE_LOG_LOST";
    public const string UnknownReason = "STORE_FAILED";

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    public static DomainException Stopped() =>
        new UnavailableException("STORE_STOPPED", "The server is shutting down; nothing was changed.", RetryAfter);

    /// <summary>SQLite would go on with the file that it has open, which nobody finds any more.</summary>
    public static UnavailableException FileLost(string how) => new(
        "STORE_FILE_LOST",
        $"The server's database file was {how} while the server runs; the change is not stored. "
        + $"Put the same file back, or stop the server, restore "
        + "a backup and start it again.",
        RetryAfter);

    /// <summary>Nothing is wrong with the file, but a restart would not find it.</summary>
    public static UnavailableException LinkLost(StoreName name) => new(
        "STORE_FILE_LOST",
        $"{name.Configured} no longer leads to the server's database file {name.Path}: a link was removed or leads elsewhere; "
        + "the change is not stored. Put the link back; or, to move the store, stop the server first.",
        RetryAfter);

    public static UnavailableException LogGone(bool isRescued) => new(
        LogLostReason,
        "The write-ahead log of the server's database was moved or removed while the server runs; the change is not stored. " + (isRescued
            ? "Restart the server: what was stored before is in the database file."
            : "What was stored before is not yet in the database file: let the server run, it tries again; "
                + "another program that reads the file must be closed."),
        RetryAfter);

    public static UnavailableException LogCut() => new(
        LogLostReason,
        "The write-ahead log of the server's database was cut while the server runs; "
        + "the change is not stored, and what was acknowledged since the last checkpoint may be lost. "
        + "Stop the server, restore a backup and start it again.",
        RetryAfter);

    /// <summary>It was committed, and then the files were found gone.</summary>
    public static UnavailableException NotKnown(UnavailableException lost) => new(
        lost.Reason,
        lost.Message.Replace("the change is not stored", "whether the change is stored is not known", StringComparison.Ordinal),
        lost.RetryAfter);

    /// <summary>SQLite errors that say something about one statement and nothing about the file or the transaction.</summary>
    public static bool IsUnitsOwn(SqliteException e) => e.SqliteErrorCode is
        raw.SQLITE_CONSTRAINT or raw.SQLITE_ERROR or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE or raw.SQLITE_TOOBIG or raw.SQLITE_MISUSE;

    public static DomainException GroupFailed(Exception e) => e switch
    {
        DomainException known => known,
        SqliteException { SqliteExtendedErrorCode: raw.SQLITE_FULL or raw.SQLITE_IOERR_SHMSIZE } => new UnavailableException(
            "STORE_FULL",
            "The disk that holds the server's database is full; nothing was changed. Free some space and retry.",
            RetryAfter,
            e),
        SqliteException { SqliteErrorCode: raw.SQLITE_BUSY } => new UnavailableException(
            "STORE_BUSY", "Another program holds the server's database file; nothing was changed.", RetryAfter, e),
        SqliteException { SqliteErrorCode: raw.SQLITE_READONLY } => new UnavailableException(
            "STORE_READ_ONLY", "The server's database file is read-only; nothing was changed.", RetryAfter, e),
        SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB } => new UnavailableException(
            "STORE_CORRUPT", "The server's database file is damaged; nothing was changed. Restore it from a backup.", RetryAfter, e),
        _ => new UnavailableException(
            UnknownReason, "The server's database did not accept the change; nothing was changed.", RetryAfter, e),
    };
}
