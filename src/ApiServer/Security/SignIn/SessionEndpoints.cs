using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Answers;
using Tricorder.ApiServer.Hosting.Endpoints;
using Tricorder.ApiServer.Security.Callers;
using Tricorder.ApiServer.Security.Credentials;
using Tricorder.ApiServer.Security.Limits;
using Tricorder.ApiServer.Security.Oidc;
using Tricorder.ApiServer.Security.Open;
using Tricorder.ApiServer.Security.Sessions;
using Tricorder.ApiServer.Security.Tokens;

namespace Tricorder.ApiServer.Security.SignIn;

/// <summary>How the Web UI signs in and out, and learns who is signed in: the paths under <c>/auth</c>.</summary>
internal sealed class SessionEndpoints(
    TokenAuthenticator tokens,
    SessionStart start,
    SessionManager sessions,
    OpenAccess open,
    IAntiforgery antiforgery,
    RefusedCalls refused,
    LoginLimits logins,
    IOptions<OidcOptions> oidc,
    IOptions<ClusterOptions> cluster)
{
    public const string Path = "/auth";

    private const int MaxBytes = 4096;
    private static readonly string[] TokenOnly = ["token"];
    private static readonly string[] TokenOrProvider = ["token", "oidc"];

    public static void Map(WebApplication app)
    {
        var endpoints = app.Services.GetRequiredService<SessionEndpoints>();
        app.MapGet(Path + "/session", (RequestDelegate)endpoints.WriteAsync).AllowAnonymous();
        app.MapGet(Path + "/login", (RequestDelegate)endpoints.LeaveAsync).AllowAnonymous();
        app.MapPost(Path + "/token", (RequestDelegate)endpoints.SignInAsync).AllowAnonymous();
        app.MapPost(Path + "/logout", (RequestDelegate)endpoints.SignOutAsync).AllowAnonymous();
    }

    /// <summary>Who calls, if anybody, and how one signs in. The CSRF token is for this session alone.</summary>
    private async Task WriteAsync(HttpContext context)
    {
        var caller = context.User.Identity is { IsAuthenticated: true } ? CallerClaims.Read(context.User) : null;
        if (context.Features.Get<UnauthenticatedException>() == SessionCookie.Over
            || (caller is { TokenId.Length: > 0 } && tokens.WhyOver(caller.TokenId) is not null))
        {
            // Its cookie is of no use any more.
            caller = null;
            await context.SignOutAsync(CallerSchemes.Session);
        }

        await WriteAsync(context, caller);
    }

    private async Task WriteAsync(HttpContext context, Caller? caller)
    {
        var csrfToken = caller is null || context.User.Identity?.AuthenticationType != CallerSchemes.Session
            ? "" : antiforgery.GetAndStoreTokens(context).RequestToken;
        await context.Response.WriteAsJsonAsync(new
        {
            actor = caller?.Actor ?? "",
            role = caller is null ? "" : $"ROLE_{caller.Role.ToString().ToUpperInvariant()}",
            expireTime = caller?.ExpireTime,
            cluster = cluster.Value.Name,
            open = open.IsOpen(EndpointTag.Of(context)),
            signInMethods = oidc.Value.HasSignIn ? TokenOrProvider : TokenOnly,
            csrfToken,
        });
        await context.Response.WriteAsync("\n");
    }

    private Task LeaveAsync(HttpContext context) => oidc.Value.HasSignIn
        ? context.ChallengeAsync(
            CallerSchemes.SignIn, new AuthenticationProperties { RedirectUri = LocalPath(context.Request.Query["returnUrl"]) })
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

            var (session, cookie) = await start.BeginAsync(context, caller);
            await context.SignInAsync(CallerSchemes.Session, cookie, new AuthenticationProperties { ExpiresUtc = session.ExpireTime });
            context.User = CallerClaims.ToPrincipal(session.ToCaller(), CallerSchemes.Session);
            await WriteAsync(context, session.ToCaller());
        }
        catch (DomainException e)
        {
            await refused.AnswerAsync(context, e is UnauthenticatedException ? logins.Count(e, context.Connection.RemoteIpAddress) : e);
        }
    }

    /// <summary>The session is ended in the store before this is answered; of a copied cookie nothing is left.</summary>
    private async Task SignOutAsync(HttpContext context)
    {
        try
        {
            if (SessionCookie.KeyOf(context) is { Length: > 0 } key)
            {
                await sessions.SignOutAsync(key, SessionStart.OriginOf(context), context.RequestAborted);
            }

            await context.SignOutAsync(CallerSchemes.Session);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (DomainException e)
        {
            await refused.AnswerAsync(context, e);
        }
    }

    private static async Task<string> TokenOfAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType() || request.ContentLength is null or > MaxBytes)
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

    /// <summary>
    /// Back to a page of ours: not to <c>//evil.example</c>, nor to <c>/\evil.example</c>, which browsers take for the same.
    /// </summary>
    private static string LocalPath(string? given) =>
        given is ['/', ..] and not ['/', '/' or '\\', ..] && !given.Any(char.IsControl) ? given : "/";
}
