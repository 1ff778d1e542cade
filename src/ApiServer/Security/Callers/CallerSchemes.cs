using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Hosting.Endpoints;
using Tricorder.ApiServer.Hosting.Tls;
using Tricorder.ApiServer.Security.Agents;
using Tricorder.ApiServer.Security.Oidc;
using Tricorder.ApiServer.Security.Sessions;
using Tricorder.ApiServer.Security.Tokens;

namespace Tricorder.ApiServer.Security.Callers;

/// <summary>Chooses, by what a request brings, who looks at it. What is brought is always looked at, where nothing is needed too.</summary>
internal static class CallerSchemes
{
    /// <summary>Stands for all others: picks one by <see cref="Choose"/>.</summary>
    public const string Any = "any";

    public const string Open = "open";
    public const string Token = "token";
    public const string Certificate = "certificate";
    public const string Legacy = "legacy";
    public const string ServiceAccount = "service-account";
    public const string Jwt = "jwt";

    /// <summary>The Web UI's cookie.</summary>
    public const string Session = "session";

    /// <summary>Leads to a session, by way of the identity provider.</summary>
    public const string SignIn = "oidc";

    private const string Bearer = "Bearer ";

    public static void AddCallers(this IServiceCollection services, OidcOptions oidc)
    {
        var builder = services
            .AddAuthentication(Any)
            .AddPolicyScheme(Any, null, options => options.ForwardDefaultSelector = Choose)
            .AddScheme<AuthenticationSchemeOptions, OpenHandler>(Open, null)
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(Token, null)
            .AddScheme<AuthenticationSchemeOptions, CertificateHandler>(Certificate, null)
            .AddScheme<AuthenticationSchemeOptions, LegacyHandler>(Legacy, null)
            .AddScheme<AuthenticationSchemeOptions, ServiceAccountHandler>(ServiceAccount, null)
            .AddCookie(Session);
        if (oidc.IsOn)
        {
            builder.AddJwtBearer(Jwt);
        }

        if (oidc.HasSignIn)
        {
            builder.AddOpenIdConnect(SignIn, _ => { });
        }
    }

    /// <summary>What follows <c>Bearer</c>; empty = there is no such header.</summary>
    public static string BearerOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? header[Bearer.Length..].Trim()
            : "";

    private static string Choose(HttpContext context)
    {
        var method = context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method;
        if (method is not null && AgentMethods.IsLegacy(method))
        {
            return Legacy;
        }

        if (context.Request.Headers.Authorization.Count > 0)
        {
            return BearerOf(context.Request).StartsWith(TokenSecret.Prefix, StringComparison.Ordinal) ? Token
                : method is not null && AgentMethods.IsConnect(method) && Services<ServiceAccounts>(context).IsOn ? ServiceAccount
                : Services<IOptions<OidcOptions>>(context).Value.IsOn ? Jwt
                : Token;
        }

        if (method is not null && AgentMethods.IsConnect(method) && context.Features.Get<ClientCertificateVerdict>() is not null)
        {
            return Certificate;
        }

        // A cookie is sent by itself, so it is looked at only where it is needed.
        var endpoint = EndpointTag.Of(context);
        return endpoint.Kind == EndpointKind.Web && !Services<OpenAccess>(context).IsOpen(endpoint)
            && context.Request.Cookies.ContainsKey(Services<SessionSetup>(context).CookieName) ? Session : Open;
    }

    private static T Services<T>(HttpContext context)
        where T : notnull => context.RequestServices.GetRequiredService<T>();
}
