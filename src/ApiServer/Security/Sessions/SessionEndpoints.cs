using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Endpoints;
using Tricorder.ApiServer.Hosting.Rpc;
using Tricorder.ApiServer.Security.Callers;
using Tricorder.ApiServer.Security.Limits;
using Tricorder.ApiServer.Security.Oidc;
using Tricorder.ApiServer.Security.Tokens;

namespace Tricorder.ApiServer.Security.Sessions;

/// <summary>How the Web UI signs in and out, and learns who is signed in: the paths under <c>/auth</c>.</summary>
internal sealed class SessionEndpoints(
    TokenAuthenticator tokens,
    OpenAccess open,
    IAntiforgery antiforgery,
    RefusedCalls refused,
    LoginLimits logins,
    IOptions<OidcOptions> oidc,
    IOptions<ClusterOptions> cluster,
    TimeProvider clock)
{
    private const int MostBytes = 4096;
    private static readonly string[] TokenOnly = ["token"];
    private static readonly string[] TokenOrProvider = ["token", "oidc"];

    public static void Map(WebApplication app)
    {
        var endpoints = app.Services.GetRequiredService<SessionEndpoints>();
        app.MapGet("/auth/session", (RequestDelegate)endpoints.TellAsync).AllowAnonymous();
        app.MapGet("/auth/login", (RequestDelegate)endpoints.LeaveAsync).AllowAnonymous();
        app.MapPost("/auth/token", (RequestDelegate)endpoints.SignInAsync).AllowAnonymous();
        app.MapPost("/auth/logout", (RequestDelegate)SignOutAsync).AllowAnonymous();
    }

    /// <summary>Who calls, if anybody, and how one signs in. The CSRF token is for this session alone.</summary>
    private async Task TellAsync(HttpContext context)
    {
        var caller = context.User.Identity is { IsAuthenticated: true } ? CallerClaims.Read(context.User) : null;
        if (caller is { TokenId.Length: > 0 } && tokens.WhyOver(caller.TokenId) is not null)
        {
            // Its cookie would stand in the way of the next: what comes with a session must prove that it comes from our pages.
            caller = null;
            await context.SignOutAsync(CallerSchemes.Session);
        }

        await TellAsync(context, caller);
    }

    private Task TellAsync(HttpContext context, Caller? caller)
    {
        var csrfToken = caller is null || context.User.Identity?.AuthenticationType != CallerSchemes.Session
            ? "" : antiforgery.GetAndStoreTokens(context).RequestToken;
        return context.Response.WriteAsJsonAsync(new
        {
            actor = caller?.Actor ?? "",
            role = caller is null ? "" : $"ROLE_{caller.Role.ToString().ToUpperInvariant()}",
            expireTime = caller?.ExpireTime,
            cluster = cluster.Value.Name,
            open = open.IsOpen(EndpointTag.Of(context)),
            signInMethods = oidc.Value.HasSignIn ? TokenOrProvider : TokenOnly,
            csrfToken,
        });
    }

    private Task LeaveAsync(HttpContext context) => oidc.Value.HasSignIn
        ? context.ChallengeAsync(CallerSchemes.SignIn, new AuthenticationProperties { RedirectUri = LocalPath(context.Request.Query["returnUrl"]) })
        : refused.AnswerAsync(context, new PermissionDeniedException(
            "NO_IDENTITY_PROVIDER", "No identity provider is configured (Security:Oidc:Authority and ClientId); sign in with a token."));

    private async Task SignInAsync(HttpContext context)
    {
        try
        {
            var address = context.Connection.RemoteIpAddress;
            var caller = await tokens.AuthenticateAsync(await TokenOfAsync(context.Request), address);
            if (caller.Role == Role.Agent)
            {
                throw new PermissionDeniedException("AGENTS_ONLY", "This token is for agents to join with.");
            }

            var longest = clock.GetUtcNow() + SessionSetup.Longest;
            var end = caller.ExpireTime is { } expire && expire < longest ? expire : longest;
            context.User = CallerClaims.ToPrincipal(caller with { ExpireTime = end }, CallerSchemes.Session);
            await context.SignInAsync(CallerSchemes.Session, context.User, new AuthenticationProperties { ExpiresUtc = end });
            await TellAsync(context, caller with { ExpireTime = end });
        }
        catch (DomainException e)
        {
            await refused.AnswerAsync(context, e is UnauthenticatedException ? logins.Count(e, context.Connection.RemoteIpAddress) : e);
        }
    }

    private static async Task SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync(CallerSchemes.Session);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<string> TokenOfAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType() || request.ContentLength is null or > MostBytes)
        {
            throw new UnauthenticatedException("MALFORMED_SIGN_IN", "Send {\"token\": \"trk_...\"} as application/json.");
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            return body.RootElement.GetProperty("token").GetString() ?? "";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UnauthenticatedException("MALFORMED_SIGN_IN", "Send {\"token\": \"trk_...\"} as application/json.");
        }
    }

    /// <summary>Back to a page of ours: not to <c>//evil.example</c>, nor to <c>/\evil.example</c>, which browsers take for the same.</summary>
    private static string LocalPath(string? given) =>
        given is ['/', ..] and not ['/', '/' or '\\', ..] && !given.Any(char.IsControl) ? given : "/";
}
