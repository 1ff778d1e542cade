using Microsoft.AspNetCore.Antiforgery;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Answers;
using Tricorder.ApiServer.Security.Callers;

namespace Tricorder.ApiServer.Security.SignIn;

/// <summary>
/// A browser sends the session's cookie with any page's request, so a request that may change something must also bring what only our
/// own pages can read. Tokens are not sent by themselves, so with them nothing more is needed. Nor is it to sign in or out: other sites'
/// requests to there are refused by their origin, and who can not sign out for want of a fresh token stays signed in.
/// </summary>
internal sealed class CsrfGuard(IAntiforgery antiforgery, RefusedCalls refused)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.User.Identity?.AuthenticationType != CallerSchemes.Session
            || HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            || context.Request.Path.StartsWithSegments(SessionEndpoints.Path))
        {
            await next(context);
            return;
        }

        if (context.Request.Headers[SessionSetup.CsrfHeader].Count != 1 || !await antiforgery.IsRequestValidAsync(context))
        {
            await refused.AnswerAsync(context, new PermissionDeniedException(
                "CSRF_TOKEN_INVALID",
                $"With a session, the header {SessionSetup.CsrfHeader} must have the csrfToken that /auth/session gave last."));
            return;
        }

        await next(context);
    }
}
