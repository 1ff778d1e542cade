namespace Tricorder.ApiServer.Kubernetes;

/// <summary>Event ids 7000 to 7099.</summary>
internal static partial class KubernetesLog
{
    [LoggerMessage(
        7005,
        LogLevel.Warning,
        "Kubernetes does not tell the keys that it signs service account tokens with; each token of an agent is reviewed")]
    public static partial void KeysNotTold(this ILogger logger, Exception exception);

    [LoggerMessage(7001, LogLevel.Warning, "Following the {Kind} of Kubernetes failed; trying again until it works")]
    public static partial void FollowingFailed(this ILogger logger, Exception exception, string kind);

    [LoggerMessage(7003, LogLevel.Warning, "The observability database does not take an object of {Kind}, uid {Uid}; it is left out")]
    public static partial void ObjectNotTaken(this ILogger logger, Exception exception, string kind, string uid);

    [LoggerMessage(7002, LogLevel.Information, "The {Kind} of Kubernetes are listed again: {Reason}")]
    public static partial void ListsAgain(this ILogger logger, string kind, string reason);

    [LoggerMessage(7004, LogLevel.Warning, "The processes of containers were not written; trying again until it works")]
    public static partial void ProcessesNotWritten(this ILogger logger, Exception exception);
}
