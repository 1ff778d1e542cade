using Microsoft.AspNetCore.Authorization;

namespace Tricorder.ApiServer.Security.Access;

/// <summary>The one requirement there is: the caller has the role that the method declares.</summary>
internal sealed class AccessRequirement : IAuthorizationRequirement
{
    public static readonly AuthorizationPolicy Policy = new AuthorizationPolicyBuilder().AddRequirements(new AccessRequirement()).Build();
}
