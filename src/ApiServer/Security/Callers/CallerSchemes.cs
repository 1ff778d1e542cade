using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Authentication;
using Tricorder.ApiServer.Hosting.Endpoints;
using Tricorder.ApiServer.Hosting.Tls;
using Tricorder.ApiServer.Security.Agents;
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

    private const string Bearer = "Bearer ";

    public static AuthenticationBuilder AddCallers(this IServiceCollection services) => services
        .AddAuthentication(Any)
        .AddPolicyScheme(Any, null, options => options.ForwardDefaultSelector = Choose)
        .AddScheme<AuthenticationSchemeOptions, OpenHandler>(Open, null)
        .AddScheme<AuthenticationSchemeOptions, TokenHandler>(Token, null)
        .AddScheme<AuthenticationSchemeOptions, CertificateHandler>(Certificate, null)
        .AddScheme<AuthenticationSchemeOptions, LegacyHandler>(Legacy, null);

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
            return Token;
        }

        return method is not null && AgentMethods.IsConnect(method) && context.Features.Get<ClientCertificateVerdict>() is not null ? Certificate : Open;
    }
}
