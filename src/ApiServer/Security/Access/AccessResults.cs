using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Answers;
using Tricorder.ApiServer.Security.Callers;
using Tricorder.ApiServer.Security.Limits;
using Tricorder.ApiServer.Security.Rules;
using Tricorder.ApiServer.Security.Sessions;

namespace Tricorder.ApiServer.Security.Access;

/// <summary>Tells refused callers why, in the form they called in.</summary>
internal sealed class AccessResults(AccessRules rules, RefusedCalls refused, LoginLimits logins) : IAuthorizationMiddlewareResultHandler
{
    private static readonly UnauthenticatedException NoCredentials = new(
        "NO_CREDENTIALS", "Say who you are: send a token as 'authorization: Bearer <token>', or sign in.");

    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        await (authorizeResult.Succeeded ? next(context) : refused.AnswerAsync(context, await WhyAsync(context)));

    private async Task<DomainException> WhyAsync(HttpContext context)
    {
        if (context.Features.Get<Caller>() is not { } caller)
        {
            var why = context.Features.Get<UnauthenticatedException>() ?? await WhyUnknownAsync(context);
            return why is UnauthenticatedException && why != NoCredentials && why != SessionCookie.Over
                ? logins.Count(why, context.Connection.RemoteIpAddress)
                : why;
        }

        return context.GetEndpoint() is { } endpoint && rules.Of(endpoint)?.Role is { } needed
            ? new PermissionDeniedException(
                "ROLE_TOO_LOW", $"This needs the role {Name(needed)}, and {caller.Actor} has the role {Name(caller.Role)}.")
            : new PermissionDeniedException("NOT_CALLABLE", "Nobody may call this method.");
    }

    /// <summary>Asks again, which costs nothing: what looked at the credentials remembers its answer for this request.</summary>
    private static async Task<DomainException> WhyUnknownAsync(HttpContext context) =>
        (await context.AuthenticateAsync(CallerSchemes.Any)).Failure as DomainException
        ?? NoCredentials;

    private static string Name(Role role) => role.ToString().ToUpperInvariant();
}
