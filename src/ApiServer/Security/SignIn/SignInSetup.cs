using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Answers;
using Tricorder.ApiServer.Hosting.Web;
using Tricorder.ApiServer.Security.Callers;
using Tricorder.ApiServer.Security.Oidc;

namespace Tricorder.ApiServer.Security.SignIn;

/// <summary>Signing in through the identity provider: the code flow with PKCE, which ends in a session.</summary>
internal sealed class SignInSetup(
    IOptions<OidcOptions> oidc, IOptions<WebOptions> web, SessionSetup sessions,
    SessionStart start, OidcCallers callers, RefusedCalls refused)
    : IConfigureNamedOptions<OpenIdConnectOptions>
{
    private const string CallbackPath = "/auth/callback";

    public void Configure(string? name, OpenIdConnectOptions options) => Configure(options);

    public void Configure(OpenIdConnectOptions options)
    {
        var given = oidc.Value;
        options.Authority = given.Authority;
        options.RequireHttpsMetadata = given.Authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        options.ClientId = given.ClientId;
        options.ClientSecret = SecretFile.Read(given.ClientSecret, given.ClientSecretFile);
        options.ResponseType = OpenIdConnectResponseType.Code;

        // By redirect, not by a form that the provider's page posts: that one is another site's POST, which is refused here.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.CallbackPath = CallbackPath;
        options.SignInScheme = CallerSchemes.Session;
        options.MapInboundClaims = false;
        options.SaveTokens = false;
        options.BackchannelTimeout = TimeSpan.FromSeconds(10);
        options.Scope.Clear();
        foreach (var scope in given.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            options.Scope.Add(scope);
        }

        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = sessions.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        }

        options.Events = new OpenIdConnectEvents
        {
            OnRedirectToIdentityProvider = Leave,
            OnAuthorizationCodeReceived = Redeem,
            OnTokenValidated = Validated,
            OnTicketReceived = BeginAsync,
            OnRemoteFailure = Failed,
        };
    }

    /// <summary>With the secret as it is now: its file may have changed since these options were made.</summary>
    private Task Redeem(AuthorizationCodeReceivedContext context)
    {
        context.TokenEndpointRequest!.ClientSecret = SecretFile.Read(oidc.Value.ClientSecret, oidc.Value.ClientSecretFile);
        return Task.CompletedTask;
    }

    private Task Leave(RedirectContext context)
    {
        if (web.Value.PublicUri is { } address)
        {
            context.ProtocolMessage.RedirectUri = address.GetLeftPart(UriPartial.Authority) + CallbackPath;
        }

        return Task.CompletedTask;
    }

    private Task Validated(TokenValidatedContext context)
    {
        try
        {
            context.Principal = CallerClaims.ToPrincipal(callers.Of(context.Principal!, expireTime: null), CallerSchemes.Session);
        }
        catch (DomainException e)
        {
            context.Fail(e);
        }

        return Task.CompletedTask;
    }

    private async Task BeginAsync(TicketReceivedContext context)
    {
        try
        {
            (_, context.Principal) = await start.BeginAsync(context.HttpContext, CallerClaims.Read(context.Principal!));
        }
        catch (DomainException e)
        {
            context.HandleResponse();
            await refused.LeadBackAsync(context.HttpContext, e);
        }
    }

    private async Task Failed(RemoteFailureContext context)
    {
        var why = context.Failure as DomainException ?? context.Failure?.InnerException as DomainException
            ?? new UnauthenticatedException("SIGN_IN_FAILED", "Signing in did not succeed; begin again at /auth/login.");
        context.HandleResponse();
        await refused.LeadBackAsync(context.HttpContext, why);
    }
}
