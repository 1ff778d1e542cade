using System.Net;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>Kubernetes answers, and does not do it.</summary>
/// <param name="message">What it said.</param>
/// <param name="status">Its status; 0 = none.</param>
/// <param name="retryAfter">How long it wants to be left alone; zero = it did not say.</param>
internal sealed class KubernetesAnswerException(string message, HttpStatusCode status, TimeSpan retryAfter)
    : HttpRequestException(message, null, status)
{
    public TimeSpan RetryAfter { get; } = retryAfter;

    /// <summary>
    /// 410: the position is too old. 504: it is one that Kubernetes has not reached, because its own store was restored from a backup.
    /// </summary>
    public static bool IsAboutPosition(HttpStatusCode status) => status is HttpStatusCode.Gone or HttpStatusCode.GatewayTimeout;
}
