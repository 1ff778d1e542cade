using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary><c>/api/serviceaccounts</c>, from 9.1 on.</summary>
internal sealed class ServiceAccountApi(GrafanaSession session)
{
    private const string Path = "api/serviceaccounts";
    private const int PageSize = 1000;

    /// <summary>The one of this name; names are unique.</summary>
    public async Task<GrafanaServiceAccount?> FindAsync(string name, CancellationToken cancellationToken)
    {
        // The search also finds names that only contain this one.
        var answer = await session.GetAsync(
            $"{Path}/search?perpage={PageSize}&page=1&query={Uri.EscapeDataString(name)}", cancellationToken);
        var found = answer.AsObject()["serviceAccounts"] as JsonArray ?? throw GrafanaFailures.NotGrafana(answer);
        return found.OfType<JsonObject>().Select(GrafanaServiceAccount.Of).FirstOrDefault(account => account.Name == name);
    }

    public async Task<GrafanaServiceAccount> CreateAsync(string name, string role, CancellationToken cancellationToken)
    {
        var answer = await session.PostAsync(
            Path, new JsonObject { ["name"] = name, ["role"] = role, ["isDisabled"] = false }, cancellationToken);
        var account = GrafanaServiceAccount.Of(answer.AsObject());
        return account.Id > 0 ? account : throw GrafanaFailures.NotGrafana(answer);
    }

    /// <summary>Gives an account its role back, and enables it.</summary>
    public Task RestoreAsync(long id, string role, CancellationToken cancellationToken) =>
        session.PatchAsync($"{Path}/{id}", new JsonObject { ["role"] = role, ["isDisabled"] = false }, cancellationToken);

    public Task<bool> DeleteAsync(long id, CancellationToken cancellationToken) => session.DeleteAsync($"{Path}/{id}", cancellationToken);

    public async Task<IReadOnlyList<GrafanaToken>> ListTokensAsync(long id, CancellationToken cancellationToken) =>
        [.. (await session.GetAsync($"{Path}/{id}/tokens", cancellationToken)).AsArray().OfType<JsonObject>().Select(GrafanaToken.Of)];

    /// <param name="id">The account.</param>
    /// <param name="name">Unique in the organization, not only in the account.</param>
    /// <param name="lifetime">Null: for ever, which Grafana refuses where its configuration limits the life of tokens.</param>
    /// <param name="cancellationToken">Ends the wait; the token may be made all the same.</param>
    public async Task<NewGrafanaToken> CreateTokenAsync(long id, string name, TimeSpan? lifetime, CancellationToken cancellationToken) =>
        NewGrafanaToken.Of(await session.PostAsync($"{Path}/{id}/tokens", GrafanaSession.TokenBody(name, lifetime), cancellationToken));

    public Task<bool> DeleteTokenAsync(long id, long tokenId, CancellationToken cancellationToken) =>
        session.DeleteAsync($"{Path}/{id}/tokens/{tokenId}", cancellationToken);
}

internal sealed record GrafanaServiceAccount(long Id, string Name, string Role, bool IsDisabled)
{
    public static GrafanaServiceAccount Of(JsonNode node) =>
        new(node.Number("id"), node.Text("name"), node.Text("role"), node.Flag("isDisabled"));
}

/// <summary>A token or API key as Grafana lists it: without its secret, which it shows only once.</summary>
internal sealed record GrafanaToken(long Id, string Name, DateTimeOffset? Expiration)
{
    public static GrafanaToken Of(JsonNode node) => new(node.Number("id"), node.Text("name"), node.Time("expiration"));
}
