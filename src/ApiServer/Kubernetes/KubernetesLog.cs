namespace Tricorder.ApiServer.Kubernetes;

/// <summary>Event ids 5000 to 5099.</summary>
internal static partial class KubernetesLog
{
    [LoggerMessage(5000, LogLevel.Warning, "Kubernetes did not review an agent's token")]
    public static partial void ReviewFailed(this ILogger logger, Exception exception);
}
