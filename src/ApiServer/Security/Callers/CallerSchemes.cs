using Microsoft.AspNetCore.Authentication;

namespace Tricorder.ApiServer.Security.Callers;

/// <summary>Chooses, by what a request brings, who looks at it. What is brought is always looked at, where nothing is needed too.</summary>
internal static class CallerSchemes
{
    /// <summary>Stands for all others: picks one by <see cref="Choose"/>.</summary>
    public const string Any = "any";

    public const string Open = "open";

    public static AuthenticationBuilder AddCallers(this IServiceCollection services) => services
        .AddAuthentication(Any)
        .AddPolicyScheme(Any, null, options => options.ForwardDefaultSelector = Choose)
        .AddScheme<AuthenticationSchemeOptions, OpenHandler>(Open, null);

    private static string Choose(HttpContext context) => Open;
}
