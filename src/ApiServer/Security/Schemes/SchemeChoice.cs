using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Hosting.Endpoints;
using Tricorder.ApiServer.Hosting.Methods;
using Tricorder.ApiServer.Hosting.Tls;
using Tricorder.ApiServer.Security.Agents;
using Tricorder.ApiServer.Security.Callers;
using Tricorder.ApiServer.Security.Oidc;
using Tricorder.ApiServer.Security.Open;
using Tricorder.ApiServer.Security.SignIn;
using Tricorder.ApiServer.Security.Tokens;

namespace Tricorder.ApiServer.Security.Schemes;

/// <summary>Chooses, by what a request brings, who looks at it. What is brought is always looked at, where nothing is needed too.</summary>
internal static class SchemeChoice
{
    public static void AddCallers(this IServiceCollection services, OidcOptions oidc)
    {
        var builder = services
            .AddAuthentication(CallerSchemes.Any)
            .AddPolicyScheme(CallerSchemes.Any, null, options => options.ForwardDefaultSelector = Choose)
            .AddScheme<AuthenticationSchemeOptions, OpenHandler>(CallerSchemes.Open, null)
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(CallerSchemes.Token, null)
            .AddScheme<AuthenticationSchemeOptions, CertificateHandler>(CallerSchemes.Certificate, null)
            .AddScheme<AuthenticationSchemeOptions, LegacyHandler>(CallerSchemes.Legacy, null)
            .AddScheme<AuthenticationSchemeOptions, ServiceAccountHandler>(CallerSchemes.ServiceAccount, null)
            .AddCookie(CallerSchemes.Session);
        if (oidc.IsOn)
        {
            builder.AddJwtBearer(CallerSchemes.Jwt);
        }

        if (oidc.HasSignIn)
        {
            builder.AddOpenIdConnect(CallerSchemes.SignIn, _ => { });
        }
    }

    private static string Choose(HttpContext context)
    {
        var method = context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method;
        if (method is not null && AgentMethods.IsLegacy(method))
        {
            return CallerSchemes.Legacy;
        }

        if (context.Request.Headers.Authorization.Count > 0)
        {
            return CallerSchemes.BearerOf(context.Request).StartsWith(TokenSecret.Prefix, StringComparison.Ordinal) ? CallerSchemes.Token
                : method is not null && AgentMethods.IsConnect(method) && Services<ServiceAccounts>(context).IsOn
                    ? CallerSchemes.ServiceAccount
                : Services<IOptions<OidcOptions>>(context).Value.IsOn ? CallerSchemes.Jwt
                : CallerSchemes.Token;
        }

        if (method is not null && AgentMethods.IsConnect(method) && context.Features.Get<ClientCertificateVerdict>() is not null)
        {
            return CallerSchemes.Certificate;
        }

        // A cookie is sent by itself, so it is looked at only where it is needed.
        var endpoint = EndpointTag.Of(context);
        return endpoint.Kind == EndpointKind.Web && !Services<OpenAccess>(context).IsOpen(endpoint)
            && context.Request.Cookies.ContainsKey(Services<SessionSetup>(context).CookieName)
            ? CallerSchemes.Session
            : CallerSchemes.Open;
    }

    private static T Services<T>(HttpContext context)
        where T : notnull => context.RequestServices.GetRequiredService<T>();
}
