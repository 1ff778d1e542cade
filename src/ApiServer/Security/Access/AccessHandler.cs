using Microsoft.AspNetCore.Authorization;
using Tricorder.ApiServer.Security.Callers;

namespace Tricorder.ApiServer.Security.Access;

/// <summary>The one place where it is decided who may do what. Paths that lead nowhere are answered as such to everybody.</summary>
internal sealed class AccessHandler(AccessRules rules) : AuthorizationHandler<AccessRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRequirement requirement)
    {
        var http = (HttpContext)context.Resource!;
        var caller = context.User.Identity is { IsAuthenticated: true } ? CallerClaims.Read(context.User) : null;
        if (caller is not null)
        {
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
