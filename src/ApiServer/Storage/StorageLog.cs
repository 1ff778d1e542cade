namespace Tricorder.ApiServer.Storage;

/// <summary>Event ids 2000 to 2099.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(2000, LogLevel.Error, "A commit group of {Units} units failed and was rolled back")]
    public static partial void GroupFailed(this ILogger logger, Exception exception, int units);

    [LoggerMessage(2001, LogLevel.Error, "Rolling back a failed commit group failed")]
    public static partial void RollbackFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2002, LogLevel.Critical, "In-memory state could not follow a committed change; restart the server")]
    public static partial void AfterCommitFailed(this ILogger logger, Exception exception);
}
