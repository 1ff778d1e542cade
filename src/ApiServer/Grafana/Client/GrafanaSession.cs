using System.Net;
using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>Requests in one authority's name.</summary>
internal sealed class GrafanaSession(GrafanaTransport transport, GrafanaVersions versions, IGrafanaAuthority authority)
{
    public Task<GrafanaFeatures> FeaturesAsync(CancellationToken cancellationToken) => versions.ReadAsync(authority, cancellationToken);

    public Task<GrafanaFeatures> PingAsync(CancellationToken cancellationToken) => versions.AskAsync(authority, cancellationToken);

    public Task<GrafanaAnswer> GetAsync(string path, CancellationToken cancellationToken, params HttpStatusCode[] expected) =>
        transport.SendAsync(HttpMethod.Get, path, null, authority, cancellationToken, expected);

    /// <summary>Null when Grafana says that there is none; an address where there is no Grafana says so in another form.</summary>
    public async Task<GrafanaAnswer?> FindAsync(string path, CancellationToken cancellationToken) =>
        IsThere(await GetAsync(path, cancellationToken, HttpStatusCode.NotFound));

    public Task<GrafanaAnswer> PostAsync(
        string path, JsonObject body, CancellationToken cancellationToken, params HttpStatusCode[] expected) =>
        transport.SendAsync(HttpMethod.Post, path, body, authority, cancellationToken, expected);

    public Task<GrafanaAnswer> PutAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        transport.SendAsync(HttpMethod.Put, path, body, authority, cancellationToken);

    public Task<GrafanaAnswer> PatchAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        transport.SendAsync(HttpMethod.Patch, path, body, authority, cancellationToken);

    /// <summary>False when there was none.</summary>
    public async Task<bool> DeleteAsync(string path, CancellationToken cancellationToken) =>
        IsThere(
            await transport.SendAsync(HttpMethod.Delete, path, null, authority, cancellationToken, HttpStatusCode.NotFound)) is not null;

    /// <summary>What a new token or API key is made from.</summary>
    public static JsonObject TokenBody(string name, TimeSpan? lifetime)
    {
        var body = new JsonObject { ["name"] = name };
        if (lifetime is { } time)
        {
            body["secondsToLive"] = (long)time.TotalSeconds;
        }

        return body;
    }

    private static GrafanaAnswer? IsThere(GrafanaAnswer answer) =>
        answer.IsSuccess ? answer : answer.Json is JsonObject ? null : throw GrafanaFailures.NotGrafana(answer);
}
