namespace Tricorder.ApiServer.Grafana;

/// <summary>Event ids 8000 to 8099.</summary>
internal static partial class GrafanaLog
{
    [LoggerMessage(8000, LogLevel.Warning, "Grafana does not answer; it is left alone for {Pause}")]
    public static partial void LeftAlone(this ILogger logger, TimeSpan pause);

    [LoggerMessage(8001, LogLevel.Information, "Grafana answers again")]
    public static partial void AskedAgain(this ILogger logger);

    [LoggerMessage(8010, LogLevel.Information, "Token {Name} was made in Grafana")]
    public static partial void TokenMade(this ILogger logger, string name);

    [LoggerMessage(8011, LogLevel.Warning, "Grafana does not take token {Name} any more; another one is made")]
    public static partial void TokenRefused(this ILogger logger, string name);

    [LoggerMessage(
        8012, LogLevel.Warning, "A token of ours that is not used any more was not deleted in Grafana; that is tried again until it works")]
    public static partial void TokenNotDeleted(this ILogger logger, Exception exception);

    [LoggerMessage(8020, LogLevel.Information, "Folder {Title} was made in Grafana")]
    public static partial void FolderMade(this ILogger logger, string title);

    [LoggerMessage(8021, LogLevel.Debug, "Rows of module {ModuleId} could not be sampled; its dashboard stays as it was")]
    public static partial void NotSampled(this ILogger logger, Exception exception, string moduleId);

    [LoggerMessage(8022, LogLevel.Warning, "Grafana can not be kept right ({Reason}); it is tried again until it works")]
    public static partial void GrafanaDown(this ILogger logger, Exception exception, string reason);

    [LoggerMessage(8023, LogLevel.Warning, "Dashboard {Uid} could not be kept right; it is tried again until it works")]
    public static partial void DashboardFailed(this ILogger logger, Exception exception, string uid);

    [LoggerMessage(8024, LogLevel.Debug, "An event could not be marked on dashboard {Uid}")]
    public static partial void NotAnnotated(this ILogger logger, Exception exception, string uid);
}
