using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Security.Limits;

namespace Tricorder.ApiServer.Security.Tokens;

/// <summary>
/// Finds out whose token a secret is. The slow hash is computed once per secret and process, a few at a time; after that a fast hash
/// in memory tells, so that a fleet may reconnect with one token and a revocation still counts at once.
/// </summary>
internal sealed class TokenAuthenticator(TokenDirectory tokens, LoginLimits logins, TimeProvider clock) : IDisposable
{
    private const int AtOnce = 2;
    private const int MostWaiting = 64;

    private readonly ConcurrentDictionary<string, byte[]> _proven = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<bool>> _checking = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turns = new(AtOnce);

    private static UnauthenticatedException Malformed => new("MALFORMED_TOKEN", "That is not a token of this server: they begin with trk_.");

    private static UnauthenticatedException Unknown => new("TOKEN_NOT_VALID", "There is no such token.");

    /// <exception cref="DomainException">The token is not valid (UNAUTHENTICATED), or too many were not (RESOURCE_EXHAUSTED).</exception>
    public async Task<Caller> AuthenticateAsync(string text, IPAddress? address)
    {
        var secret = TokenSecret.Parse(text);
        var token = secret is null ? null : tokens.FindByLookup(secret.Lookup);
        if (secret is null || token is null || !IsProven(token, secret))
        {
            logins.ThrowIfTooMany(address);
            await ProveAsync(token ?? throw (secret is null ? Malformed : Unknown), secret!).ConfigureAwait(false);
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
    public UnauthenticatedException? WhyOver(string tokenId) => tokens.Find(tokenId) is { } token ? WhyOver(token, clock.GetUtcNow()) : Unknown;

    public void Dispose() => _turns.Dispose();

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

    private bool IsProven(ApiToken token, TokenSecret secret) =>
        _proven.TryGetValue(token.Id, out var proven) && CryptographicOperations.FixedTimeEquals(proven, secret.FastHash());

    private async Task ProveAsync(ApiToken token, TokenSecret secret)
    {
        var fast = secret.FastHash();
        var key = Convert.ToHexString(fast);
        if (_checking.Count >= MostWaiting && !_checking.ContainsKey(key))
        {
            throw LoginLimits.TooMany(TimeSpan.FromSeconds(1));
        }

        // Ten thousand agents that come with the same token wait for one computation.
        var check = _checking.GetOrAdd(key, _ => Task.Run(() => CheckAsync(token, secret)));
        try
        {
            _proven[token.Id] = await check.ConfigureAwait(false) ? fast : throw Unknown;
        }
        finally
        {
            _checking.TryRemove(new KeyValuePair<string, Task<bool>>(key, check));
        }
    }

    private async Task<bool> CheckAsync(ApiToken token, TokenSecret secret)
    {
        await _turns.WaitAsync().ConfigureAwait(false);
        try
        {
            return secret.Matches(token.Hash);
        }
        finally
        {
            _turns.Release();
        }
    }
}
