namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>What went wrong, as far as somebody can act on it differently.</summary>
internal enum GrafanaFailure
{
    /// <summary>
    /// Nobody listens there, the name is unknown, the connection broke, or Grafana has failed so often that it is left alone for a moment.
    /// </summary>
    Unreachable,

    /// <summary>Its certificate is not trusted, or it does not speak TLS.</summary>
    TlsFailure,

    /// <summary>It did not answer in time. A change may have happened.</summary>
    Timeout,

    /// <summary>401: user, password or token are not accepted (any more).</summary>
    Unauthorized,

    /// <summary>403: they are, but may not do this.</summary>
    Forbidden,

    NotFound,

    /// <summary>Somebody else saved the dashboard or datasource after it was read.</summary>
    VersionMismatch,

    /// <summary>The name or uid is taken by another one.</summary>
    NameExists,

    /// <summary>It is provisioned by Grafana's own configuration and cannot be changed from outside.</summary>
    Provisioned,

    /// <summary>429; see <see cref="GrafanaException.RetryAfter"/>.</summary>
    RateLimited,

    /// <summary>What answers is not Grafana: a login page, a redirect, JSON cut short or JSON of another form.</summary>
    NotGrafana,

    /// <summary>Grafana does not take what it was sent.</summary>
    Rejected,

    /// <summary>5xx.</summary>
    ServerError,
}
