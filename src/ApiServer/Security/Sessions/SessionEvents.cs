using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Security.Sessions;

/// <summary>What the event log says of sessions.</summary>
internal static class SessionEvents
{
    public const string Revoked = "REVOKED";
    public const string TokenRevoked = "TOKEN_REVOKED";
    public const string Replaced = "REPLACED";
    public const string TooMany = "TOO_MANY";

    public static NewEvent SignedIn(UserSession session, Origin origin) => new()
    {
        Kind = EventKinds.SignedIn,
        Origin = origin,
        Target = TargetOf(session),
        Change = new ChangeText()
            .Value("role", null, session.Role.ToString().ToUpperInvariant())
            .Value("expire_time", null, (DateTimeOffset?)session.ExpireTime)
            .ToString(),
        Message = $"{session.Actor} signed in from {session.Address}.",
        Parameters = EventParameters.Of(("name", session.Actor), ("address", session.Address)),
    };

    public static NewEvent SignedOut(UserSession session, Origin origin) => new()
    {
        Kind = EventKinds.SignedOut,
        Origin = origin,
        Target = TargetOf(session),
        Message = $"{session.Actor} signed out.",
        Parameters = EventParameters.Of(("name", session.Actor)),
    };

    /// <param name="reason">One of the constants above.</param>
    public static NewEvent Ended(UserSession session, string reason, Origin origin) => new()
    {
        Kind = EventKinds.SessionEnded,
        Origin = origin,
        Target = TargetOf(session),
        Change = new ChangeText().Value("reason", null, reason).ToString(),
        Message = $"The session of {session.Actor} from {session.Address} was ended{Why(reason)}.",
        Parameters = EventParameters.Of(("name", session.Actor), ("address", session.Address), ("why", reason)),
    };

    private static string TargetOf(UserSession session) => "session/" + session.Id;

    private static string Why(string reason) => reason switch
    {
        TokenRevoked => ", as the token that it was begun with was revoked",
        Replaced => ", as the same browser signed in anew",
        TooMany => ", as there are too many and it was used longest ago",
        _ => "",
    };
}
