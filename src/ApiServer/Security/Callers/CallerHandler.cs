using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Security.Callers;

/// <summary>What all that looks at credentials has in common: it finds a caller, or says what is wrong.</summary>
internal abstract class CallerHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <exception cref="DomainException">The credentials are no good.</exception>
    protected abstract Task<Caller> IdentifyAsync();

    protected sealed override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        try
        {
            var caller = await IdentifyAsync();
            return AuthenticateResult.Success(new AuthenticationTicket(CallerClaims.ToPrincipal(caller, Scheme.Name), Scheme.Name));
        }
        catch (DomainException e)
        {
            return AuthenticateResult.Fail(e);
        }
    }
}
