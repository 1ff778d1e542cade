using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Security.Sessions;
using Tricorder.ApiServer.Security.Streams;
using Tricorder.ApiServer.Security.Tokens;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Security.Credentials;

/// <summary>Begins and ends sessions. One that has ended is deleted before anybody is told so, and whatever is open by it ends.</summary>
internal sealed class SessionManager(
    SessionDirectory sessions, OpenStreams streams, EventStore events, StoreWriter writer, TimeProvider clock)
{
    /// <summary>However long the credentials live that a session was begun with.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromHours(12);

    public const int MaxOfActor = 100;
    public const int MaxInAll = 10_000;

    /// <summary>Begins a session of this caller, and ends the one that the same browser had before.</summary>
    /// <param name="caller">Who has just proven who they are.</param>
    /// <param name="key">What the browser will hold.</param>
    /// <param name="formerKey">What it held until now; empty = nothing.</param>
    /// <param name="origin">The request.</param>
    /// <exception cref="DomainException">The caller's token was revoked meanwhile, or the store takes no change.</exception>
    public Task<UserSession> BeginAsync(Caller caller, string key, string formerKey, Origin origin, CancellationToken cancellationToken) =>
        writer.WriteAsync(unit => Begin(unit, caller, key, formerKey, origin), cancellationToken);

    /// <summary>Ends the session of this key, by whoever holds it. None: nothing.</summary>
    public Task SignOutAsync(string key, Origin origin, CancellationToken cancellationToken) => writer.WriteAsync(
        unit =>
        {
            if (SessionStore.FindByHash(unit, SessionKey.Hash(key)) is { } session)
            {
                End(unit, session, SessionEvents.SignedOut(session, origin with { Actor = session.Actor }));
            }
        },
        cancellationToken);

    /// <summary>Whether somebody may see and end a session.</summary>
    public static bool MaySee(Caller caller, UserSession session) => caller.Role == Role.Admin || caller.Actor == session.Actor;

    /// <summary>Ends what was begun with a token, in the unit that revokes it.</summary>
    public void EndOfToken(WriteUnit unit, string tokenId, Origin origin)
    {
        foreach (var session in SessionStore.OfToken(unit, tokenId))
        {
            End(unit, session, SessionEvents.Ended(session, SessionEvents.TokenRevoked, origin));
        }
    }

    private UserSession Begin(WriteUnit unit, Caller caller, string key, string formerKey, Origin origin)
    {
        if (caller.TokenId.Length > 0 && TokenStore.Find(unit, caller.TokenId) is { RevokeTime: not null } revoked)
        {
            throw TokenAuthenticator.Revoked(revoked);
        }

        if (formerKey.Length > 0 && SessionStore.FindByHash(unit, SessionKey.Hash(formerKey)) is { } former)
        {
            End(unit, former, SessionEvents.Ended(former, SessionEvents.Replaced, origin));
        }

        foreach (var unused in SessionStore.Beyond(unit, caller.Actor, MaxOfActor - 1))
        {
            End(unit, unused, SessionEvents.Ended(unused, SessionEvents.TooMany, Origin.Server));
        }

        foreach (var unused in SessionStore.Beyond(unit, MaxInAll - 1))
        {
            End(unit, unused, SessionEvents.Ended(unused, SessionEvents.TooMany, Origin.Server));
        }

        var now = StoredTime.Now(clock);
        var longest = now + Max;
        var session = new UserSession
        {
            Id = Guid.CreateVersion7(now).ToString(),
            Lookup = SessionKey.Hash(key),
            Actor = caller.Actor,
            Role = caller.Role,
            TokenId = caller.TokenId,
            Address = origin.ClientAddress,
            UserAgent = EventText.Cut(Redaction.Of(origin.UserAgent), EventText.NameLimit),
            CreateTime = now,
            LastUseTime = now,
            ExpireTime = caller.ExpireTime is { } end && end < longest ? StoredTime.Of(end) : longest,
        };
        SessionStore.Insert(unit, session);
        events.Append(unit, SessionEvents.SignedIn(session, origin));
        unit.AfterCommit(() => sessions.Apply(session));
        return session;
    }

    /// <summary>Ends a session that the caller may see; any other is not found.</summary>
    public UserSession Revoke(WriteUnit unit, string id, Caller caller, Origin origin)
    {
        var session = SessionStore.Find(unit, id);
        if (session is null || !session.IsLive(clock.GetUtcNow()) || !MaySee(caller, session))
        {
            throw new NotFoundException("session", id);
        }

        session = sessions.Find(id) ?? session; // Its last use is known best there.
        End(unit, session, SessionEvents.Ended(session, SessionEvents.Revoked, origin));
        return session;
    }

    private void End(WriteUnit unit, UserSession session, NewEvent happened)
    {
        SessionStore.Delete(unit, session.Id);
        events.Append(unit, happened);
        unit.AfterCommit(() =>
        {
            sessions.Remove(session);
            streams.End(session.Id, SessionCookie.Over);
        });
    }
}
