using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>
/// <c>/api/auth/keys</c>: what there was before service accounts. No key can be made from 11.3 on; 12.1 has none of this.
/// </summary>
internal sealed class ApiKeyApi(GrafanaSession session)
{
    private const string Path = "api/auth/keys";

    public async Task<IReadOnlyList<GrafanaToken>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await session.GetAsync(Path + "?includeExpired=true", cancellationToken)).AsArray().OfType<JsonObject>().Select(
            GrafanaToken.Of)];

    /// <param name="name">Unique in the organization.</param>
    /// <param name="role">Viewer, Editor or Admin.</param>
    /// <param name="lifetime">Null: for ever, which Grafana refuses where its configuration limits the life of keys.</param>
    /// <param name="cancellationToken">Ends the wait; the key may be made all the same.</param>
    public async Task<NewGrafanaToken> CreateAsync(string name, string role, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        var body = GrafanaSession.TokenBody(name, lifetime);
        body["role"] = role;
        return NewGrafanaToken.Of(await session.PostAsync(Path, body, cancellationToken));
    }

    public Task<bool> DeleteAsync(long id, CancellationToken cancellationToken) => session.DeleteAsync($"{Path}/{id}", cancellationToken);
}
