using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Modules.Validation;
using Tricorder.ApiServer.Security;
using Tricorder.ApiServer.Security.Credentials;
using Tricorder.ApiServer.Security.Tokens;

namespace Tricorder.ApiServer.Api;

/// <summary>Tokens and callers as the public API shows them. Roles agree by number.</summary>
internal static class TokenMapping
{
    private const int MaxNodes = 100_000;

    public static NewToken ToNew(V1.CreateTokenRequest request, DateTimeOffset now)
    {
        var violations = new List<FieldViolation>();
        if (!Patterns.ModuleName.IsMatch(request.Name))
        {
            violations.Add(new("name", $"must match {Patterns.ModuleNameText}"));
        }

        if (request.Role == V1.Role.Unspecified || !System.Enum.IsDefined(request.Role))
        {
            violations.Add(new("role", "must be ROLE_VIEWER, ROLE_AUTHOR, ROLE_DEPLOYER, ROLE_ADMIN or ROLE_AGENT"));
        }

        var expireTime = TimeOf(request.ExpireTime);
        if (request.ExpireTime is not null && (expireTime is null || expireTime <= now))
        {
            violations.Add(new("expire_time", "must be a time in the future; leave it out for a token that does not end"));
        }

        if (request.MaxNodes is < 0 or > MaxNodes)
        {
            violations.Add(new("max_nodes", $"must be from 0 to {MaxNodes}; 0 means any number"));
        }
        else if (request.MaxNodes > 0 && request.Role != V1.Role.Agent)
        {
            violations.Add(new("max_nodes", "is for tokens with ROLE_AGENT only"));
        }

        return violations.Count == 0
            ? new NewToken(request.Name, (Role)request.Role, expireTime, request.MaxNodes)
            : throw new InvalidArgumentException(violations);
    }

    public static V1.ApiToken ToProto(ApiToken token, int joinedNodes) => new()
    {
        Id = token.Id,
        Name = token.Name,
        Role = (V1.Role)token.Role,
        Prefix = token.Lookup,
        CreateTime = Timestamp.FromDateTimeOffset(token.CreateTime),
        Creator = token.Creator,
        ExpireTime = ToProto(token.ExpireTime),
        LastUseTime = ToProto(token.LastUseTime),
        RevokeTime = ToProto(token.RevokeTime),
        MaxNodes = token.MaxNodes,
        JoinedNodes = joinedNodes,
    };

    public static V1.GetCallerResponse ToProto(Caller caller) => new()
    {
        Actor = caller.Actor,
        Role = (V1.Role)caller.Role,
        ExpireTime = ToProto(caller.ExpireTime),
    };

    private static Timestamp? ToProto(DateTimeOffset? time) => time is { } given ? Timestamp.FromDateTimeOffset(given) : null;

    /// <summary>Null also for a timestamp outside the range that timestamps have.</summary>
    private static DateTimeOffset? TimeOf(Timestamp? given)
    {
        try
        {
            return given?.ToDateTimeOffset();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
