namespace Tricorder.ApiServer.Storage;

/// <summary>Event ids 2000 to 2099, shared with the engine's own log.</summary>
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

    [LoggerMessage(2006, LogLevel.Critical, "The writer failed; the server stops")]
    public static partial void WriterFailed(this ILogger logger, Exception exception);
}
