namespace Tricorder.ApiServer.Deployments;

/// <summary>Event ids 5000 to 5099.</summary>
internal static partial class DeploymentsLog
{
    [LoggerMessage(5000, LogLevel.Warning, "Revision {Revision} of module {ModuleId} could not be loaded; it is tried again")]
    public static partial void ContentNotLoaded(this ILogger logger, Exception exception, string moduleId, int revision);

    [LoggerMessage(5003, LogLevel.Error, "Whether modules give rows could not be judged; the next look follows")]
    public static partial void FlowNotJudged(this ILogger logger, Exception exception);
}
