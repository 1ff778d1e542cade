using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

/// <summary>Service accounts, their tokens, and the API keys that were before.</summary>
internal sealed class TokenEndpoints(GrafanaProfile profile, GrafanaState state)
{
    private const string Gone =
        "this endpoint has been removed, please use POST /api/serviceaccounts and POST /api/serviceaccounts/{id}/tokens instead";

    public void Map(GrafanaRoutes routes)
    {
        if (profile.HasApiKeys)
        {
            routes.Map(
                "GET", "/api/auth/keys", "Admin", "apikeys:read", request => GrafanaReply.Ok(Listed(request, account: null, "role")));
            routes.Map("POST", "/api/auth/keys", "Admin", "apikeys:create", CreateKey);
            routes.Map("DELETE", "/api/auth/keys/{key}", "Admin", "apikeys:delete", request => Delete(request, account: null));
        }

        if (profile.HasServiceAccounts)
        {
            routes.Map("POST", "/api/serviceaccounts", "Admin", "serviceaccounts:create", CreateAccount);
            routes.Map("GET", "/api/serviceaccounts/search", "Admin", "serviceaccounts:read", Search);
            routes.Map("PATCH", "/api/serviceaccounts/{id}", "Admin", "serviceaccounts:write", Of(UpdateAccount));
            routes.Map("DELETE", "/api/serviceaccounts/{id}", "Admin", "serviceaccounts:delete", Of(DeleteAccount));
            routes.Map("GET", "/api/serviceaccounts/{id}/tokens", "Admin", "serviceaccounts:read", Of(ListTokens));
            routes.Map("POST", "/api/serviceaccounts/{id}/tokens", "Admin", "serviceaccounts:write", Of(CreateToken));
            routes.Map("DELETE", "/api/serviceaccounts/{id}/tokens/{key}", "Admin", "serviceaccounts:write", Of(DeleteToken));
        }
    }

    private Func<GrafanaRequest, GrafanaReply> Of(Func<GrafanaRequest, GrafanaAccount, GrafanaReply> answer) => request =>
        state.Accounts.Find(account => account.Id == request.RouteId("id") && account.OrgId == request.Caller.OrgId) is { } account
            ? answer(request, account)
            : Rich(404, "service account not found", "serviceaccounts.ErrNotFound");

    private GrafanaReply CreateAccount(GrafanaRequest request)
    {
        var name = request.Text("name");
        if (name.Length == 0)
        {
            return Rich(400, "bad request data", "serviceaccounts.ErrBadRequest");
        }

        // Unique in the whole server: the login is made from the name.
        if (state.Accounts.Exists(account => string.Equals(account.Name, name, StringComparison.OrdinalIgnoreCase)))
        {
            return Rich(400, "service account already exists", "serviceaccounts.ErrAlreadyExists");
        }

        var account = new GrafanaAccount(state.NextId(), request.Caller.OrgId, name)
        {
            Role = request.Text("role") is { Length: > 0 } role ? role : "Viewer",
        };
        state.Accounts.Add(account);
        return new GrafanaReply(201, Describe(account));
    }

    private GrafanaReply Search(GrafanaRequest request)
    {
        var query = request.Query("query");
        var found = state.Accounts
            .Where(account => account.OrgId == request.Caller.OrgId && account.Name.Contains(query, StringComparison.OrdinalIgnoreCase))
            .Select(Describe).ToArray<JsonNode>();
        return GrafanaReply.Ok(
            new JsonObject { ["totalCount"] = found.Length, ["serviceAccounts"] = new JsonArray(found), ["page"] = 1, ["perPage"] = 1000 });
    }

    private GrafanaReply UpdateAccount(GrafanaRequest request, GrafanaAccount account)
    {
        account.Role = request.Text("role") is { Length: > 0 } role ? role : account.Role;
        account.IsDisabled = request.Body.ContainsKey("isDisabled") ? request.Flag("isDisabled") : account.IsDisabled;
        return GrafanaReply.Ok(
            new JsonObject { ["message"] = "Service account updated", ["id"] = account.Id, ["serviceaccount"] = Describe(account) });
    }

    private GrafanaReply DeleteAccount(GrafanaRequest request, GrafanaAccount account)
    {
        state.Accounts.Remove(account);
        state.Keys.RemoveAll(key => key.AccountId == account.Id);
        return GrafanaReply.Error(200, "Service account deleted");
    }

    private GrafanaReply CreateToken(GrafanaRequest request, GrafanaAccount account) =>
        IsTaken(request)
            ? Rich(400, "service account token with given name already exists in the organization", "serviceaccounts.ErrTokenAlreadyExists")
            : Create(request, "glsa_", account.Id, "");

    private GrafanaReply ListTokens(GrafanaRequest request, GrafanaAccount account) => GrafanaReply.Ok(Listed(request, account.Id, null));

    private GrafanaReply DeleteToken(GrafanaRequest request, GrafanaAccount account) => Delete(request, account.Id);

    private GrafanaReply CreateKey(GrafanaRequest request) =>
        !profile.CreatesApiKeys ? GrafanaReply.Error(410, Gone)
            : IsTaken(request) ? GrafanaReply.Error(409, "API key, Organization ID and name must be unique")
            : Create(request, "eyJrIjoi", null, request.Text("role"));

    private bool IsTaken(GrafanaRequest request) =>
        state.Keys.Exists(key => key.OrgId == request.Caller.OrgId && key.Name == request.Text("name"));

    private GrafanaReply Create(GrafanaRequest request, string prefix, long? account, string role)
    {
        var lifetime = request.Number("secondsToLive");
        if (state.MaxLifetime is { } longest && (lifetime == 0 || lifetime > longest.TotalSeconds))
        {
            var what = lifetime == 0 ? "should be set" : "is greater than the global limit";
            return GrafanaReply.Error(400, "Number of seconds before expiration " + what);
        }

        var secret = PlantedSecrets.Add(prefix + Guid.NewGuid().ToString("N"));
        var key = new GrafanaKey(state.NextId(), request.Caller.OrgId, request.Text("name"), secret)
        {
            AccountId = account,
            Role = role,
            Expiration = lifetime > 0 ? DateTimeOffset.UtcNow.AddSeconds(lifetime) : null,
        };
        state.Keys.Add(key);
        return GrafanaReply.Ok(new JsonObject { ["id"] = key.Id, ["name"] = key.Name, ["key"] = key.Secret });
    }

    private GrafanaReply Delete(GrafanaRequest request, long? account) =>
        state.Keys.RemoveAll(key => key.Id == request.RouteId("key") && key.AccountId == account && key.OrgId == request.Caller.OrgId) > 0
            ? GrafanaReply.Error(200, account is null ? "API key deleted" : "Service account token deleted")
            : account is null
                ? GrafanaReply.Error(404, "API key not found")
                : Rich(404, "service account token not found", "serviceaccounts.ErrTokenNotFound");

    private JsonArray Listed(GrafanaRequest request, long? account, string? role) => new([.. state.Keys
        .Where(key => key.AccountId == account && key.OrgId == request.Caller.OrgId)
        .Select(key =>
        {
            var listed = new JsonObject { ["id"] = key.Id, ["name"] = key.Name, ["created"] = key.Created, ["hasExpired"] = key.IsExpired };
            listed["expiration"] = key.Expiration;
            if (role is not null)
            {
                listed[role] = key.Role;
            }

            return listed;
        })]);

    private static JsonObject Describe(GrafanaAccount account) => new()
    {
        ["id"] = account.Id,
        ["name"] = account.Name,
        ["login"] = account.Login,
        ["orgId"] = account.OrgId,
        ["isDisabled"] = account.IsDisabled,
        ["role"] = account.Role,
        ["tokens"] = 0,
    };

    private static GrafanaReply Rich(int status, string message, string id) =>
        new(status, new JsonObject { ["message"] = message, ["messageId"] = id, ["statusCode"] = status, ["traceID"] = "" });
}
