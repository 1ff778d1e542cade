namespace Tricorder.ApiServer.Kubernetes;

/// <summary>Event ids 5000 to 5099.</summary>
internal static partial class KubernetesLog
{
    [LoggerMessage(5000, LogLevel.Warning, "Kubernetes did not review an agent's token")]
    public static partial void ReviewFailed(this ILogger logger, Exception exception);

    [LoggerMessage(5001, LogLevel.Warning, "Following the {Kind} of Kubernetes failed; trying again until it works")]
    public static partial void FollowingFailed(this ILogger logger, Exception exception, string kind);

    [LoggerMessage(5003, LogLevel.Warning, "The observability database does not take an object of {Kind}, uid {Uid}; it is left out")]
    public static partial void ObjectNotTaken(this ILogger logger, Exception exception, string kind, string uid);

    [LoggerMessage(5002, LogLevel.Information, "The {Kind} of Kubernetes are listed again")]
    public static partial void ListsAgain(this ILogger logger, string kind);
}
