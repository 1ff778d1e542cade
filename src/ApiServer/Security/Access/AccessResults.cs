using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Rpc;

namespace Tricorder.ApiServer.Security.Access;

/// <summary>Tells refused callers why, in the form they called in.</summary>
internal sealed class AccessResults(AccessRules rules, RefusedCalls refused) : IAuthorizationMiddlewareResultHandler
{
    private static readonly UnauthenticatedException NoCredentials = new(
        "NO_CREDENTIALS", "Say who you are: send a token as 'authorization: Bearer <token>', or sign in.");

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Succeeded ? next(context) : refused.AnswerAsync(context, Why(context));

    private DomainException Why(HttpContext context)
    {
        if (context.Features.Get<Caller>() is not { } caller)
        {
            return context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Failure switch
            {
                DomainException wrong => wrong,
                null => NoCredentials,
                _ => new UnauthenticatedException("BAD_CREDENTIALS", "The credentials are not valid."),
            };
        }

        return context.GetEndpoint() is { } endpoint && rules.Of(endpoint)?.Role is { } needed
            ? new PermissionDeniedException("ROLE_TOO_LOW", $"This needs the role {Name(needed)}, and {caller.Actor} has the role {Name(caller.Role)}.")
            : new PermissionDeniedException("NOT_CALLABLE", "Nobody may call this method.");
    }

    private static string Name(Role role) => role.ToString().ToUpperInvariant();
}
