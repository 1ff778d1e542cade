using Microsoft.AspNetCore.Authorization;
using Tricorder.ApiServer.Security.Callers;
using Tricorder.ApiServer.Security.Rules;
using Tricorder.ApiServer.Security.Tokens;

namespace Tricorder.ApiServer.Security.Access;

/// <summary>The one place where it is decided who may do what. Paths that lead nowhere are answered as such to everybody.</summary>
internal sealed class AccessHandler(AccessRules rules, TokenAuthenticator tokens) : AuthorizationHandler<AccessRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRequirement requirement)
    {
        var http = (HttpContext)context.Resource!;
        var caller = context.User.Identity is { IsAuthenticated: true } ? CallerClaims.Read(context.User) : null;
        if (caller is not null)
        {
            // What was proven once may be over: a session lives as long as the token it was begun with.
            if (caller.TokenId.Length > 0 && tokens.WhyOver(caller.TokenId) is { } over)
            {
                http.Features.Set(over);
                return Task.CompletedTask;
            }

            http.Features.Set(caller);
        }

        if (http.GetEndpoint() is not { } endpoint
            || (rules.Of(endpoint) is { } rule && (rule.Role is not { } role || caller?.May(role) == true)))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
