using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Hosting.Answers;
using Tricorder.ApiServer.Reconciling;
using Tricorder.ApiServer.Security.Access;
using Tricorder.ApiServer.Security.Agents;
using Tricorder.ApiServer.Security.Audit;
using Tricorder.ApiServer.Security.Credentials;
using Tricorder.ApiServer.Security.Keys;
using Tricorder.ApiServer.Security.Limits;
using Tricorder.ApiServer.Security.Oidc;
using Tricorder.ApiServer.Security.Open;
using Tricorder.ApiServer.Security.Rules;
using Tricorder.ApiServer.Security.Schemes;
using Tricorder.ApiServer.Security.Sessions;
using Tricorder.ApiServer.Security.SignIn;
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
        services.TryAddSingleton<ServiceAccounts>();
        services.TryAddSingleton<ITokenReviewer, NoTokenReviewer>();
        AddSignIn(services, configuration);
        AddTokens(services);
        AddAccess(services);
        return services;
    }

    /// <summary>Who calls, and whether they may: after routing, before anything reads a body.</summary>
    public static WebApplication UseSecurity(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(next => context =>
        {
            RequestAuthors.Set(context);
            return next(context);
        });
        var limits = app.Services.GetRequiredService<CallLimits>();
        app.Use(next => context => limits.InvokeAsync(context, next));
        var csrf = app.Services.GetRequiredService<CsrfGuard>();
        app.Use(next => context => csrf.InvokeAsync(context, next));
        return app;
    }

    public static WebApplication MapSecurity(this WebApplication app)
    {
        SessionEndpoints.Map(app);
        return app;
    }

    private static void AddSignIn(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OidcOptions>().Bind(configuration.GetSection(OidcOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OidcOptions>, OidcOptionsValidator>());
        SecretFileWatch.Add(services, configuration, $"{OidcOptions.Section}:{nameof(OidcOptions.ClientSecretFile)}");
        services.TryAddSingleton<OidcCallers>();
        services.TryAddSingleton<SessionStore>();
        services.TryAddSingleton<SessionDirectory>();
        services.TryAddSingleton<SessionManager>();
        services.AddLoop<ExpiredSessions>();
        services.TryAddSingleton<SessionCookie>();
        services.TryAddSingleton<SessionStart>();
        services.TryAddSingleton<SessionSetup>();
        services.TryAddSingleton<SessionEndpoints>();
        services.TryAddSingleton<CsrfGuard>();
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>>(provider => provider.GetRequiredService<SessionSetup>());
        services.AddSingleton<IConfigureOptions<AntiforgeryOptions>>(provider => provider.GetRequiredService<SessionSetup>());
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, JwtSetup>();
        services.AddSingleton<IConfigureOptions<OpenIdConnectOptions>, SignInSetup>();
        services.AddDataProtection().SetApplicationName("apiserver");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, DataProtectionKeys>();
        services.TryAddSingleton<KeyCheckStore>();
        services.AddPhaseStep<KeyCheck>();
        services.AddLoop<KeyCheck>();
        services.AddHealthChecks().AddCheck<KeyCheck>(KeyCheck.Name);
        services.AddAntiforgery();
        services.AddCallers(configuration.GetSection(OidcOptions.Section).Get<OidcOptions>() ?? new OidcOptions());

        // After the framework's own, which makes what this one changes.
        services.AddSingleton<IPostConfigureOptions<JwtBearerOptions>, JwtSetup>();
    }

    private static void AddTokens(IServiceCollection services)
    {
        services.TryAddSingleton<TokenStore>();
        services.TryAddSingleton<TokenDirectory>();
        services.TryAddSingleton<TokenProofs>();
        services.TryAddSingleton<SlowChecks>();
        services.TryAddSingleton<TokenAuthenticator>();
        services.TryAddSingleton<TokenManager>();
        services.AddPhaseStep<CredentialLoader>();
        services.AddPhaseStep<BootstrapToken>();
        services.AddHostedService<LastUses>();
    }

    private static void AddAccess(IServiceCollection services)
    {
        services.TryAddSingleton<AccessRules>();
        services.AddSingleton<IAuthorizationHandler, AccessHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessResults>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(AccessRequirement.Policy);
    }
}
