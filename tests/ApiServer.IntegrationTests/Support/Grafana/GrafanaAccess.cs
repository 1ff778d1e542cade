using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

/// <summary>Who may do what: basic credentials, API keys, service account tokens, and the roles they have.</summary>
internal sealed class GrafanaAccess(GrafanaProfile profile, GrafanaState state)
{
    public const string User = "admin";
    private const int MaxFailedLogins = 5;

    private int _failedLogins;

    public string Password { get; } = NewPassword();

    /// <summary>Whether wrong passwords have locked the user out, as Grafana does for five minutes after five of them.</summary>
    public bool IsLockedOut => _failedLogins >= MaxFailedLogins;

    public (GrafanaCaller? Caller, GrafanaReply? Refusal) Authenticate(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith("Basic ", StringComparison.Ordinal))
        {
            return Login(Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..])));
        }

        if (!header.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            return (null, Refusal("Unauthorized", "auth.unauthorized"));
        }

        var secret = header["Bearer ".Length..];
        lock (state.Gate)
        {
            return state.Keys.Find(key => key.Secret == secret) switch
            {
                null => (null, Refusal("Invalid API key", "api-key.invalid")),
                { IsExpired: true } => (null, Refusal("Expired API key", "api-key.expired")),
                { AccountId: { } id } key => Account(key, state.Accounts.Find(account => account.Id == id)),
                var key => (new GrafanaCaller(key.OrgId, key.Role, "apikey-" + key.Name), null),
            };
        }
    }

    public GrafanaReply Denied(string permission) => profile.HasRichErrors
        ? new GrafanaReply(403, new JsonObject
        {
            ["accessErrorId"] = "ACE0000000001",
            ["message"] = $"You'll need additional permissions to perform this action. Permissions needed: {permission}",
            ["title"] = "Access denied",
        })
        : GrafanaReply.Error(403, "Permission denied");

    private static string NewPassword()
    {
        var password = PlantedSecrets.Add("pw-" + Guid.NewGuid().ToString("N"));
        PlantedSecrets.Add(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{password}")));
        return password;
    }

    private (GrafanaCaller? Caller, GrafanaReply? Refusal) Login(string pair)
    {
        if (!IsLockedOut && pair == $"{User}:{Password}")
        {
            _failedLogins = 0;
            return (new GrafanaCaller(1, "Admin", User), null);
        }

        _failedLogins++;
        return (null, Refusal("Invalid username or password", "password-auth.failed"));
    }

    private (GrafanaCaller? Caller, GrafanaReply? Refusal) Account(GrafanaKey key, GrafanaAccount? account) =>
        account is null or { IsDisabled: true }
            ? (null, Refusal("Invalid API key", "api-key.invalid"))
            : (new GrafanaCaller(key.OrgId, account.Role, account.Login), null);

    private GrafanaReply Refusal(string message, string id) => profile.HasRichErrors
        ? new GrafanaReply(
            401, new JsonObject { ["extra"] = null, ["message"] = message, ["messageId"] = id, ["statusCode"] = 401, ["traceID"] = "" })
        : GrafanaReply.Error(401, message);
}
