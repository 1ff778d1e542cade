using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security.Tokens;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Security.Agents;

/// <summary>
/// What a join token lets in: new nodes until it expires or is used up, and for as long as it is not revoked those that have joined,
/// whose agents restart and reconnect at any time.
/// </summary>
internal sealed class JoinTokens(TimeProvider clock)
{
    /// <summary>Checks, and counts a new node, in the transaction that makes its agent known.</summary>
    public void Admit(WriteUnit unit, AgentIdentity identity, string node)
    {
        if (identity.TokenId.Length == 0)
        {
            return;
        }

        if (node.Length == 0)
        {
            throw new InvalidArgumentException("hello.node_name", "is required with a join token", "NODE_NAME_REQUIRED");
        }

        if (TokenStore.HasJoined(unit, identity.TokenId, node))
        {
            return;
        }

        var now = clock.GetUtcNow();
        var token = TokenStore.Find(unit, identity.TokenId)
            ?? throw new UnauthenticatedException("TOKEN_NOT_VALID", "There is no such token.");
        if (token.RevokeTime is not null)
        {
            throw TokenAuthenticator.Revoked(token);
        }

        if (token.IsExpired(now))
        {
            throw new PermissionDeniedException(
                "JOIN_TOKEN_EXPIRED",
                $"The join token '{token.Name}' expired at {token.ExpireTime:u}; only nodes that joined before may come back.");
        }

        if (token.MaxNodes > 0 && TokenStore.CountJoined(unit, token.Id) >= token.MaxNodes)
        {
            throw new PermissionDeniedException(
                "JOIN_TOKEN_USED_UP", $"The join token '{token.Name}' was for {token.MaxNodes} nodes, which have joined.");
        }

        TokenStore.Join(unit, token.Id, node, now);
    }
}
