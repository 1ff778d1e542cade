using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Security.Sessions;
using Tricorder.ApiServer.Security.Streams;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Security.Tokens;

/// <summary>Creates and revokes tokens.</summary>
internal sealed class TokenManager(
    TokenDirectory tokens,
    TokenProofs proofs,
    SessionManager sessions,
    OpenStreams streams,
    EventStore events,
    RequestLog requests,
    StoreWriter writer,
    TimeProvider clock)
{
    /// <summary>Creates a token with this secret, which is stored as hashes only; so a repeat of the call can not be told it again.</summary>
    public async Task<byte[]> CreateAsync(
        NewToken wanted, TokenSecret secret, Once<ApiToken> once, Origin origin, CancellationToken cancellationToken)
    {
        var hash = await Task.Run(secret.SlowHash, cancellationToken).ConfigureAwait(false);
        return await writer.WriteAsync(
            unit => once.Run(unit, requests, () => Create(unit, wanted, secret, hash, origin)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends a token at once, the sessions that were begun with it, and every stream that is open by it. Again: nothing.</summary>
    public Task<byte[]> RevokeAsync(string id, Once<ApiToken> once, Origin origin, CancellationToken cancellationToken) =>
        writer.WriteAsync(unit => once.Run(unit, requests, () => Revoke(unit, id, origin)), cancellationToken);

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
            CreateTime = Stored(now),
            ExpireTime = wanted.ExpireTime is { } time ? Stored(time) : null,
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

    private ApiToken Revoke(WriteUnit unit, string id, Origin origin)
    {
        var token = TokenStore.Find(unit, id) ?? throw new NotFoundException("token", id);
        if (token.RevokeTime is not null)
        {
            return token;
        }

        token = token with { RevokeTime = Stored(clock.GetUtcNow()) };
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

    /// <summary>As precise as it is stored, so that an answer from memory and one from the store agree.</summary>
    private static DateTimeOffset Stored(DateTimeOffset time) => StoredTime.Parse(StoredTime.Text(time));
}
