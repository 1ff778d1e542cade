using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Hosting.Rpc;
using Tricorder.ApiServer.Security.Access;
using Tricorder.ApiServer.Security.Audit;
using Tricorder.ApiServer.Security.Callers;

namespace Tricorder.ApiServer.Security;

internal static class SecurityRoom
{
    public static IServiceCollection AddSecurity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SecurityOptions>().Bind(configuration.GetSection(SecurityOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SecurityOptions>, SecurityOptionsValidator>());
        services.TryAddSingleton<OpenAccess>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRefusalObserver, RefusalEvents>());
        services.AddCallers();
        AddAccess(services);
        return services;
    }

    /// <summary>Who calls, and whether they may: after routing, before anything reads a body.</summary>
    public static WebApplication UseSecurity(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        return app;
    }

    private static void AddAccess(IServiceCollection services)
    {
        services.TryAddSingleton<AccessRules>();
        services.AddSingleton<IAuthorizationHandler, AccessHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessResults>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(AccessRequirement.Policy);
    }
}
