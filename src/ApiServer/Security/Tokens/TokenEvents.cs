using System.Text.Json;
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
        Change = JsonSerializer.Serialize(new { name = token.Name, role = Name(token.Role), expireTime = token.ExpireTime, maxNodes = token.MaxNodes }),
        Message = $"Token '{token.Name}' ({token.Lookup}) was created with role {Name(token.Role)}.",
    };

    public static NewEvent Revoked(ApiToken token, Origin origin) => new()
    {
        Kind = EventKinds.TokenRevoked,
        Origin = origin,
        Target = "token/" + token.Id,
        Message = $"Token '{token.Name}' ({token.Lookup}) was revoked.",
    };

    private static string Name(Role role) => role.ToString().ToUpperInvariant();
}
