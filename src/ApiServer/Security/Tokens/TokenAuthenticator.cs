using System.Net;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Security.Tokens;

/// <summary>
/// Finds out whose token a secret is. The first part of it finds the token, and its proof tells: both cost microseconds, for what is
/// valid and for what is not, so nothing that others send is in the way of a valid token.
/// </summary>
internal sealed class TokenAuthenticator(TokenDirectory tokens, TokenProofs proofs, SlowChecks slow, TimeProvider clock)
{
    private static UnauthenticatedException Malformed =>
        new("MALFORMED_TOKEN", "That is not a whole token: one is trk_, 12 letters and digits, _, and 64 more. Copy it again, to its end.");

    private static UnauthenticatedException Unknown => new("TOKEN_NOT_VALID", "There is no such token.");

    /// <exception cref="DomainException">
    /// The token is not valid (UNAUTHENTICATED), or only the slow hash can tell and too many wait for it (RESOURCE_EXHAUSTED).
    /// </exception>
    public async Task<Caller> AuthenticateAsync(string text, IPAddress? address)
    {
        var secret = TokenSecret.Parse(text) ?? throw Malformed;
        var token = tokens.FindByLookup(secret.Lookup) ?? throw Unknown;

        // What is over stays over, so nobody needs to know whether this is its secret: no work is done for that.
        if (!(proofs.Knows(token.Id, secret)
            ?? (WhyOver(token, clock.GetUtcNow()) is null && await slow.CheckAsync(token, secret, address))))
        {
            throw Unknown;
        }

        // As it is now: it may have been revoked while the hash was computed.
        token = tokens.Find(token.Id)!;
        var now = clock.GetUtcNow();
        if (WhyOver(token, now) is { } over)
        {
            throw over;
        }

        tokens.Used(token, now);
        return ToCaller(token);
    }

    /// <summary>Why a token that was right once counts no more; null while it does.</summary>
    public UnauthenticatedException? WhyOver(string tokenId) =>
        tokens.Find(tokenId) is { } token ? WhyOver(token, clock.GetUtcNow()) : Unknown;

    public static UnauthenticatedException Revoked(ApiToken token) => new("TOKEN_REVOKED", $"The token '{token.Name}' was revoked.");

    /// <summary>A join token's expiry keeps new nodes out; those that have joined may come back.</summary>
    private static UnauthenticatedException? WhyOver(ApiToken token, DateTimeOffset now) =>
        token.RevokeTime is not null ? Revoked(token)
        : token.IsExpired(now) && token.Role != Role.Agent
            ? new UnauthenticatedException("TOKEN_EXPIRED", $"The token '{token.Name}' expired at {token.ExpireTime:u}.")
        : null;

    private static Caller ToCaller(ApiToken token) => token.Role == Role.Agent
        ? new Caller(Actors.Token(token.Name), Role.Agent)
        {
            TokenId = token.Id,
            Agent = new AgentIdentity("join-token", token.Id) { TokenId = token.Id },
        }
        : new Caller(Actors.Token(token.Name), token.Role) { TokenId = token.Id, ExpireTime = token.ExpireTime };
}
