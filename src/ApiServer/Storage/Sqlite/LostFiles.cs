using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>What files that are gone while the server runs are called towards callers, and what they can do about it.</summary>
internal static class LostFiles
{
    public const string LogLostReason = "STORE_LOG_LOST";

    /// <summary>SQLite would go on with the file that it has open, which nobody finds any more.</summary>
    public static UnavailableException FileLost(string how) => new(
        "STORE_FILE_LOST",
        $"The server's database file was {how} while the server runs; the change is not stored. "
        + $"Put the same file back, or stop the server, restore "
        + "a backup and start it again.",
        StorageFailures.RetryAfter);

    /// <summary>Nothing is wrong with the file, but a restart would not find it.</summary>
    public static UnavailableException LinkLost(StoreName name) => new(
        "STORE_FILE_LOST",
        $"{name.Configured} no longer leads to the server's database file {name.Path}: a link was removed or leads elsewhere; "
        + "the change is not stored. Put the link back; or, to move the store, stop the server first.",
        StorageFailures.RetryAfter);

    public static UnavailableException LogGone(bool isRescued) => new(
        LogLostReason,
        "The write-ahead log of the server's database was moved or removed while the server runs; the change is not stored. " + (isRescued
            ? "Restart the server: what was stored before is in the database file."
            : "What was stored before is not yet in the database file: let the server run, it tries again; "
                + "another program that reads the file must be closed."),
        StorageFailures.RetryAfter);

    public static UnavailableException LogCut() => new(
        LogLostReason,
        "The write-ahead log of the server's database was cut while the server runs; "
        + "the change is not stored, and what was acknowledged since the last checkpoint may be lost. "
        + "Stop the server, restore a backup and start it again.",
        StorageFailures.RetryAfter);

    /// <summary>It was committed, and then the files were found gone.</summary>
    public static UnavailableException NotKnown(UnavailableException lost) => new(
        lost.Reason,
        lost.Message.Replace("the change is not stored", "whether the change is stored is not known", StringComparison.Ordinal),
        lost.RetryAfter);
}
