using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Hosting.Endpoints;
using Tricorder.ApiServer.Security.Callers;

namespace Tricorder.ApiServer.Security.Open;

/// <summary>Requests that bring nothing: <c>local</c> where the endpoint is open, nobody elsewhere.</summary>
internal sealed class OpenHandler(
    OpenAccess open, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private static readonly AuthenticateResult Local = AuthenticateResult.Success(
        new AuthenticationTicket(CallerClaims.ToPrincipal(Caller.Local, CallerSchemes.Open), CallerSchemes.Open));

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
        Task.FromResult(open.IsOpen(EndpointTag.Of(Context)) ? Local : AuthenticateResult.NoResult());
}
