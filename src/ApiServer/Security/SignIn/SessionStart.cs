using System.Security.Claims;
using Tricorder.ApiServer.Security.Audit;
using Tricorder.ApiServer.Security.Credentials;
using Tricorder.ApiServer.Security.Sessions;

namespace Tricorder.ApiServer.Security.SignIn;

/// <summary>Turns somebody who has just proven who they are, by token or by the identity provider, into a session.</summary>
internal sealed class SessionStart(SessionManager sessions)
{
    /// <returns>The session, and what its cookie must hold.</returns>
    public async Task<(UserSession Session, ClaimsPrincipal Cookie)> BeginAsync(HttpContext context, Caller caller)
    {
        var key = SessionKey.Create();
        var origin = OriginOf(context) with { Actor = caller.Actor };
        var session = await sessions.BeginAsync(caller, key, SessionCookie.KeyOf(context), origin, context.RequestAborted);
        return (session, SessionCookie.Holding(key));
    }

    /// <summary>These requests are no methods, so they are told by path; each is of a fixed route.</summary>
    public static Events.Origin OriginOf(HttpContext context) => CallOrigin.Of(context, "") with { Method = context.Request.Path };
}
