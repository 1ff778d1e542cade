using System.Net;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>Which Grafana this is. Asked again now and then: it may be upgraded while this server runs.</summary>
internal sealed class GrafanaVersions(GrafanaTransport transport, TimeProvider time)
{
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(1);

    private volatile Reading? _last;

    /// <summary>As it was known last, without asking.</summary>
    public GrafanaFeatures? Known => _last?.Features;

    public async Task<GrafanaFeatures> ReadAsync(IGrafanaAuthority authority, CancellationToken cancellationToken)
    {
        if (_last is { } last && time.GetElapsedTime(last.At) < KeepFor)
        {
            return last.Features;
        }

        var features = await AskAsync(authority, cancellationToken);
        _last = new Reading(features, time.GetTimestamp());
        return features;
    }

    /// <summary>Asks now, which also shows that Grafana is up, and that its database is.</summary>
    public async Task<GrafanaFeatures> AskAsync(IGrafanaAuthority authority, CancellationToken cancellationToken)
    {
        var health = await transport.SendAsync(HttpMethod.Get, "api/health", cancellationToken);
        if (health.Status == HttpStatusCode.ServiceUnavailable && health.Json?.Text("database") is { Length: > 0 })
        {
            throw new GrafanaException(GrafanaFailure.ServerError, "Grafana is up, but its own database is not.");
        }

        if (!health.IsSuccess)
        {
            throw GrafanaFailures.Of(health);
        }

        // The version may be hidden from those who have not signed in.
        var version = health.AsObject().Text("version");
        if (version.Length == 0 && health.Json?.Text("database").Length > 0)
        {
            var settings = await transport.SendAsync(HttpMethod.Get, "api/frontend/settings", null, authority, cancellationToken);
            version = settings.AsObject()["buildInfo"]?.Text("version") ?? "";
        }

        return GrafanaFeatures.Of(version) ?? throw GrafanaFailures.NotGrafana(health);
    }

    private sealed record Reading(GrafanaFeatures Features, long At);
}
