using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security.Callers;

namespace Tricorder.ApiServer.Security.Sessions;

/// <summary>
/// What the cookie says counts for nothing but its key: who it is, and whether the session goes on, is asked on each request. So a cookie
/// of a session that has ended, or of a version that kept no sessions, is nobody's.
/// </summary>
internal sealed class SessionCookie(SessionDirectory sessions, TimeProvider clock) : CookieAuthenticationEvents
{
    private const string Key = "key";

    public static readonly UnauthenticatedException Over = new("SESSION_ENDED", "The session has ended; sign in again.");

    /// <summary>What is put into the cookie.</summary>
    public static ClaimsPrincipal Holding(string key) => new(new ClaimsIdentity([new Claim(Key, key)], CallerSchemes.Session));

    /// <summary>What this request's cookie holds, whether its session has ended or not; empty = there is none.</summary>
    public static string KeyOf(HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CallerSchemes.Session);
        return options.CookieManager.GetRequestCookie(context, options.Cookie.Name!) is { } cookie
            && options.TicketDataFormat.Unprotect(cookie) is { } ticket ? KeyIn(ticket.Principal) : "";
    }

    public override Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var now = clock.GetUtcNow();
        if (context.Principal is { } principal && sessions.FindByKey(KeyIn(principal), now) is { } session)
        {
            sessions.Used(session, now);
            context.ReplacePrincipal(CallerClaims.ToPrincipal(session.ToCaller(), CallerSchemes.Session));
        }
        else
        {
            context.RejectPrincipal();
            context.HttpContext.Features.Set(Over);
        }

        return Task.CompletedTask;
    }

    private static string KeyIn(ClaimsPrincipal principal) => principal.FindFirst(Key)?.Value ?? "";
}
