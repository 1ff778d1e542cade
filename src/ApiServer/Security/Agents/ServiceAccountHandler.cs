using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security.Callers;

namespace Tricorder.ApiServer.Security.Agents;

/// <summary>Agents with <c>authorization: Bearer</c> and a token of their Kubernetes service account.</summary>
internal sealed class ServiceAccountHandler(
    ServiceAccounts accounts, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        try
        {
            var caller = await accounts.AuthenticateAsync(CallerSchemes.BearerOf(Request), Context.RequestAborted);
            return AuthenticateResult.Success(new AuthenticationTicket(CallerClaims.ToPrincipal(caller, Scheme.Name), Scheme.Name));
        }
        catch (DomainException e)
        {
            return AuthenticateResult.Fail(e);
        }
    }
}
