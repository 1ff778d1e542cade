using Tricorder.ApiServer.Security.Directories;

namespace Tricorder.ApiServer.Security.Tokens;

/// <summary>A token that the API is called with. Its secret is nowhere; <see cref="Hash"/> is a slow one.</summary>
internal sealed record ApiToken : ICredential<ApiToken>
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required Role Role { get; init; }

    /// <summary>How the secret begins: by it the token is found, and recognised by people.</summary>
    public required string Lookup { get; init; }

    public required string Hash { get; init; }

    /// <summary>For role AGENT: how many nodes may join with it; 0 = any number.</summary>
    public int MaxNodes { get; init; }

    public required string Creator { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset? ExpireTime { get; init; }

    public DateTimeOffset? LastUseTime { get; init; }

    public DateTimeOffset? RevokeTime { get; init; }

    public ApiToken UsedAt(DateTimeOffset time) => this with { LastUseTime = time };

    public bool IsExpired(DateTimeOffset now) => ExpireTime <= now;

    public bool IsLive(DateTimeOffset now) => RevokeTime is null && !IsExpired(now);
}
