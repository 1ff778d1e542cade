namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>Event ids 2000 to 2099, shared with the store's log.</summary>
internal static partial class SqliteLog
{
    [LoggerMessage(2005, LogLevel.Warning, "The log could not be folded into the database file; the next start reads it from the log")]
    public static partial void CheckpointFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2007, LogLevel.Information, "Store open: {Path}, schema {Script}")]
    public static partial void StoreOpened(this ILogger logger, string path, string script);

    [LoggerMessage(2008, LogLevel.Information, "Schema brought forward by {Script}")]
    public static partial void Migrated(this ILogger logger, string script);

    [LoggerMessage(2009, LogLevel.Information, "A copy of the database file is kept in {Path} before migration {Script}")]
    public static partial void CopyMade(this ILogger logger, string path, string script);

    [LoggerMessage(2011, LogLevel.Warning, "The database log has grown to {Bytes} bytes because a reader keeps it from being reused")]
    public static partial void LogGrows(this ILogger logger, long bytes);

    [LoggerMessage(
        2012,
        LogLevel.Warning,
        "The file {Path} is not understood and written anew; it notes which store is in the database file beside it")]
    public static partial void MarkerNotUnderstood(this ILogger logger, string path);

    [LoggerMessage(
        2013, LogLevel.Warning, "The database file {Path} is a copy from before stores had ids; it is taken for the store that was here")]
    public static partial void StoreWithoutId(this ILogger logger, string path);

    [LoggerMessage(
        2014, LogLevel.Warning, "The file {Path} could not be written: the next start will say that the server was not stopped properly")]
    public static partial void MarkerNotWritten(this ILogger logger, string path, Exception exception);

    [LoggerMessage(
        2015,
        LogLevel.Warning,
        "The last server on {Path} was not stopped but ended, and its write-ahead log is missing. "
        + "If no other program has folded it into the file, the newest changes are lost: compare with a backup")]
    public static partial void LogMissing(this ILogger logger, string path);

    [LoggerMessage(
        2016,
        LogLevel.Warning,
        "The database file {Path} has other names (hard links). Start servers by this name only: its write-ahead log goes by the name")]
    public static partial void HasOtherNames(this ILogger logger, string path);

    [LoggerMessage(
        2017,
        LogLevel.Information,
        "The file {Path} cannot be written ({Problem}): if the link beside it is gone at the next start, "
        + "the server does not miss its store")]
    public static partial void LinkNotNoted(this ILogger logger, string path, string problem);
}
