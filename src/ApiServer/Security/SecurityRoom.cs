using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Hosting.Rpc;
using Tricorder.ApiServer.Security.Access;
using Tricorder.ApiServer.Security.Agents;
using Tricorder.ApiServer.Security.Audit;
using Tricorder.ApiServer.Security.Callers;
using Tricorder.ApiServer.Security.Limits;
using Tricorder.ApiServer.Security.Streams;
using Tricorder.ApiServer.Security.Tokens;

namespace Tricorder.ApiServer.Security;

internal static class SecurityRoom
{
    public static IServiceCollection AddSecurity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SecurityOptions>().Bind(configuration.GetSection(SecurityOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SecurityOptions>, SecurityOptionsValidator>());
        services.TryAddSingleton<OpenAccess>();
        services.TryAddSingleton<CallEvents>();
        services.AddSingleton<IRefusalObserver>(provider => provider.GetRequiredService<CallEvents>());
        services.TryAddSingleton<AuditInterceptor>();
        services.Configure<GrpcServiceOptions>(grpc => grpc.Interceptors.Add<AuditInterceptor>());
        services.AddOptions<LimitOptions>().Bind(configuration.GetSection(SecurityOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LimitOptions>, LimitOptionsValidator>());
        services.TryAddSingleton<LoginLimits>();
        services.TryAddSingleton<CallLimits>();
        services.TryAddSingleton<OpenStreams>();
        services.AddOptions<AgentIdentityOptions>().Bind(configuration.GetSection(SecurityOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AgentIdentityOptions>, AgentIdentityOptionsValidator>());
        services.TryAddSingleton<AgentIdentityRules>();
        services.TryAddSingleton<JoinTokens>();
        services.AddCallers();
        AddTokens(services);
        AddAccess(services);
        return services;
    }

    /// <summary>Who calls, and whether they may: after routing, before anything reads a body.</summary>
    public static WebApplication UseSecurity(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        var limits = app.Services.GetRequiredService<CallLimits>();
        app.Use(next => context => limits.InvokeAsync(context, next));
        return app;
    }

    private static void AddTokens(IServiceCollection services)
    {
        services.TryAddSingleton<TokenStore>();
        services.TryAddSingleton<TokenDirectory>();
        services.TryAddSingleton<TokenAuthenticator>();
        services.TryAddSingleton<TokenManager>();
        services.AddHostedService<BootstrapToken>();
        services.AddHostedService<TokenUsage>();
    }

    private static void AddAccess(IServiceCollection services)
    {
        services.TryAddSingleton<AccessRules>();
        services.AddSingleton<IAuthorizationHandler, AccessHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessResults>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(AccessRequirement.Policy);
    }
}
