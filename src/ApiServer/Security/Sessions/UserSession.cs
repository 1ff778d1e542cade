using Tricorder.ApiServer.Security.Directories;

namespace Tricorder.ApiServer.Security.Sessions;

/// <summary>
/// Somebody who is signed in with a browser. What the browser holds is nowhere here: <see cref="Lookup"/> is a hash of it.
/// </summary>
internal sealed record UserSession : ICredential<UserSession>
{
    public required string Id { get; init; }

    public required string Lookup { get; init; }

    public required string Actor { get; init; }

    public required Role Role { get; init; }

    /// <summary>The token that it was begun with; empty = the identity provider.</summary>
    public string TokenId { get; init; } = "";

    public required string Address { get; init; }

    public required string UserAgent { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public required DateTimeOffset ExpireTime { get; init; }

    public DateTimeOffset? LastUseTime { get; init; }

    public UserSession UsedAt(DateTimeOffset time) => this with { LastUseTime = time };

    public bool IsLive(DateTimeOffset now) => now < ExpireTime;

    public Caller ToCaller() => new(Actor, Role) { TokenId = TokenId, SessionId = Id, ExpireTime = ExpireTime };
}
