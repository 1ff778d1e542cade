namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>
/// Why Grafana did not do something, and what helps. The message is for people and has neither a secret nor an answer's body in it, beyond
/// Grafana's own short message.
/// </summary>
internal sealed class GrafanaException(GrafanaFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    public GrafanaFailure Failure { get; } = failure;

    /// <summary>Not before this much time has passed, if Grafana said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>It may work later without anybody's help.</summary>
    public bool IsTransient =>
        Failure is GrafanaFailure.Unreachable or GrafanaFailure.Timeout or GrafanaFailure.RateLimited or GrafanaFailure.ServerError;

    /// <summary>The reason in UPPER_SNAKE, for conditions and for programs.</summary>
    public string Reason => Failure switch
    {
        GrafanaFailure.Unreachable => "UNREACHABLE",
        GrafanaFailure.TlsFailure => "TLS_FAILURE",
        GrafanaFailure.Timeout => "TIMEOUT",
        GrafanaFailure.Unauthorized => "UNAUTHORIZED",
        GrafanaFailure.Forbidden => "FORBIDDEN",
        GrafanaFailure.NotFound => "NOT_FOUND",
        GrafanaFailure.VersionMismatch => "VERSION_MISMATCH",
        GrafanaFailure.NameExists => "NAME_EXISTS",
        GrafanaFailure.Provisioned => "PROVISIONED",
        GrafanaFailure.RateLimited => "RATE_LIMITED",
        GrafanaFailure.NotGrafana => "NOT_GRAFANA",
        GrafanaFailure.Rejected => "REJECTED",
        _ => "SERVER_ERROR",
    };
}
