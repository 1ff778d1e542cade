namespace Tricorder.ApiServer.Storage;

/// <summary>Event ids 2000 to 2099.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(2000, LogLevel.Error, "The store refused a commit group of {Units} units ({Reason}); nothing of it was kept")]
    public static partial void GroupFailed(this ILogger logger, Exception exception, int units, string reason);

    [LoggerMessage(2018, LogLevel.Error, "The store refused a commit group of {Units} units ({Reason}): {Problem}")]
    public static partial void GroupRefused(this ILogger logger, int units, string reason, string problem);

    [LoggerMessage(2001, LogLevel.Error, "Rolling back a failed commit group failed")]
    public static partial void RollbackFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2002, LogLevel.Critical, "In-memory state could not follow a committed change; the server stops")]
    public static partial void AfterCommitFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2003, LogLevel.Debug, "The store refused another commit group of {Units} units ({Reason})")]
    public static partial void GroupFailedAgain(this ILogger logger, int units, string reason);

    [LoggerMessage(2004, LogLevel.Information, "The store accepts changes again, after {Groups} refused commit groups")]
    public static partial void Recovered(this ILogger logger, int groups);

    [LoggerMessage(2005, LogLevel.Warning, "The log could not be folded into the database file; the next start reads it from the log")]
    public static partial void CheckpointFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2006, LogLevel.Critical, "The writer failed; the server stops")]
    public static partial void WriterFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2007, LogLevel.Information, "Store open: {Path}, schema {Script}")]
    public static partial void StoreOpened(this ILogger logger, string path, string script);

    [LoggerMessage(2008, LogLevel.Information, "Schema brought forward by {Script}")]
    public static partial void Migrated(this ILogger logger, string script);

    [LoggerMessage(2009, LogLevel.Information, "A copy of the database file is kept in {Path} before migration {Script}")]
    public static partial void CopyKept(this ILogger logger, string path, string script);

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
