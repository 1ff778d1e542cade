using System.Security.Claims;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Security.Oidc;

/// <summary>Turns what the identity provider says of somebody into a caller.</summary>
internal sealed class OidcCallers(IOptions<OidcOptions> options)
{
    private const int MaxNameLength = 256;

    private readonly RoleMap _roles = RoleMap.Parse(options.Value.Roles, out _)
        ?? throw new InvalidOperationException("Used before it was validated.");

    /// <exception cref="DomainException">The provider says too little.</exception>
    public Caller Of(ClaimsPrincipal principal, DateTimeOffset? expireTime)
    {
        var name = principal.FindFirst(options.Value.NameClaim)?.Value;
        if (string.IsNullOrEmpty(name))
        {
            throw new UnauthenticatedException(
                "NAME_MISSING", $"The identity provider names nobody in the claim '{options.Value.NameClaim}' (Security:Oidc:NameClaim).");
        }

        // Where a character got lost, two people may have one name.
        if (name.Length > MaxNameLength || !HarmlessText.IsName(name) || name.Contains('\uFFFD'))
        {
            throw new UnauthenticatedException(
                "NAME_INVALID",
                $"The claim '{options.Value.NameClaim}' (Security:Oidc:NameClaim) must have at most {MaxNameLength} characters; it "
                + HarmlessText.NameRule + ".");
        }

        var role = _roles.Of(Groups(principal)) ?? throw new PermissionDeniedException(
            "NO_ROLE", $"user:{name} is in no group that has a role here (Security:Oidc:Roles, by the claim '{options.Value.RoleClaim}').");
        return new Caller(Actors.User(name), role) { ExpireTime = expireTime };
    }

    private List<string> Groups(ClaimsPrincipal principal)
    {
        var groups = new List<string>();

        // A claim may have dots in its name, as those that are addresses have.
        foreach (var claim in principal.FindAll(options.Value.RoleClaim))
        {
            groups.AddRange(options.Value.RoleClaim is "scope" or "scp" ? claim.Value.Split(' ') : [claim.Value]);
        }

        var path = options.Value.RoleClaim.Split('.');
        foreach (var claim in path.Length > 1 ? principal.FindAll(path[0]) : [])
        {
            Collect(claim.Value, path.AsSpan(1), groups);
        }

        return groups;
    }

    private static void Collect(string json, ReadOnlySpan<string> path, List<string> groups)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var element = document.RootElement;
            foreach (var part in path)
            {
                if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(part, out element))
                {
                    return;
                }
            }

            var values = element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().AsEnumerable() : [element];
            groups.AddRange(values.Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!));
        }
        catch (JsonException)
        {
            // Not JSON: then nothing is in it.
        }
    }
}
