using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security.Callers;

namespace Tricorder.ApiServer.Security.Tokens;

/// <summary>Requests with <c>authorization: Bearer trk_...</c>.</summary>
internal sealed class TokenHandler(
    TokenAuthenticator tokens, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        try
        {
            var caller = await tokens.AuthenticateAsync(CallerSchemes.BearerOf(Request), Context.Connection.RemoteIpAddress);
            return AuthenticateResult.Success(new AuthenticationTicket(CallerClaims.ToPrincipal(caller, Scheme.Name), Scheme.Name));
        }
        catch (DomainException e)
        {
            return AuthenticateResult.Fail(e);
        }
    }
}
