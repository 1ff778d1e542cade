using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Security.Tokens;

/// <summary>What the event log says of tokens.</summary>
internal static class TokenEvents
{
    public static NewEvent Created(ApiToken token, Origin origin) => new()
    {
        Kind = EventKinds.TokenCreated,
        Origin = origin,
        Target = "token/" + token.Id,
        Change = new ChangeText()
            .Value("name", null, token.Name)
            .Value("role", null, Name(token.Role))
            .Value("expire_time", null, token.ExpireTime)
            .Value("max_nodes", null, token.MaxNodes > 0 ? token.MaxNodes : (int?)null)
            .ToString(),
        Message = $"Token '{token.Name}' ({token.Lookup}) was created with role {Name(token.Role)}.",
        Parameters = EventParameters.Of(("name", token.Name), ("role", Name(token.Role))),
    };

    public static NewEvent Revoked(ApiToken token, Origin origin) => new()
    {
        Kind = EventKinds.TokenRevoked,
        Origin = origin,
        Target = "token/" + token.Id,
        Change = new ChangeText().Value("revoke_time", null, token.RevokeTime).ToString(),
        Message = $"Token '{token.Name}' ({token.Lookup}) was revoked.",
        Parameters = EventParameters.Of(("name", token.Name)),
    };

    private static string Name(Role role) => role.ToString().ToUpperInvariant();
}
