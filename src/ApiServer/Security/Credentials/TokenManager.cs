using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Security.Streams;
using Tricorder.ApiServer.Security.Tokens;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Security.Credentials;

/// <summary>Creates and revokes tokens.</summary>
internal sealed class TokenManager(
    TokenDirectory tokens,
    TokenProofs proofs,
    SessionManager sessions,
    OpenStreams streams,
    EventStore events,
    StoreWriter writer,
    TimeProvider clock)
{
    /// <summary>
    /// Creates a token with this secret, which is stored as hashes only; so a repeat of the call can not be told it again.
    /// </summary>
    /// <param name="wanted">Its name, role and end.</param>
    /// <param name="secret">What its holder will show.</param>
    /// <param name="also">What else is stored in the same transaction.</param>
    /// <param name="origin">Who calls.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ApiToken> CreateAsync(
        NewToken wanted, TokenSecret secret, Action<WriteUnit, ApiToken> also, Origin origin, CancellationToken cancellationToken)
    {
        var hash = await Task.Run(secret.SlowHash, cancellationToken);
        return await writer.WriteAsync(
            unit =>
            {
                var token = Create(unit, wanted, secret, hash, origin);
                also(unit, token);
                return token;
            },
            cancellationToken);
    }

    private ApiToken Create(WriteUnit unit, NewToken wanted, TokenSecret secret, string hash, Origin origin)
    {
        if (TokenStore.NameTaken(unit, wanted.Name))
        {
            throw new AlreadyExistsException("token", wanted.Name);
        }

        var now = clock.GetUtcNow();
        var token = new ApiToken
        {
            Id = Guid.CreateVersion7(now).ToString(),
            Name = wanted.Name,
            Role = wanted.Role,
            Lookup = secret.Lookup,
            Hash = hash,
            MaxNodes = wanted.MaxNodes,
            Creator = origin.Actor,
            CreateTime = StoredTime.Of(now),
            ExpireTime = wanted.ExpireTime is { } time ? StoredTime.Of(time) : null,
        };
        TokenStore.Insert(unit, token, proofs.Stored(secret));
        events.Append(unit, TokenEvents.Created(token, origin));
        unit.AfterCommit(() =>
        {
            proofs.Know(token.Id, secret);
            tokens.Apply(token);
        });
        return token;
    }

    /// <summary>Ends a token at once, the sessions that were begun with it, and every stream that is open by it. Again: nothing.</summary>
    public ApiToken Revoke(WriteUnit unit, string id, Origin origin)
    {
        var token = TokenStore.Find(unit, id) ?? throw new NotFoundException("token", id);
        if (token.RevokeTime is not null)
        {
            return token;
        }

        token = token with { RevokeTime = StoredTime.Now(clock) };
        TokenStore.Revoke(unit, id, token.RevokeTime.Value);
        events.Append(unit, TokenEvents.Revoked(token, origin));
        sessions.EndOfToken(unit, id, origin);
        unit.AfterCommit(() =>
        {
            tokens.Apply(token);
            streams.End(id, TokenAuthenticator.Revoked(token));
        });
        return token;
    }
}

/// <summary>A token that is asked for.</summary>
internal sealed record NewToken(string Name, Role Role, DateTimeOffset? ExpireTime = null, int MaxNodes = 0);
