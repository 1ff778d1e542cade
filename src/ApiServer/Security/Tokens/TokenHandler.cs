using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Security.Callers;

namespace Tricorder.ApiServer.Security.Tokens;

/// <summary>Requests with <c>authorization: Bearer trk_...</c>.</summary>
internal sealed class TokenHandler(
    TokenAuthenticator tokens, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : CallerHandler(options, loggers, encoder)
{
    protected override Task<Caller> IdentifyAsync() =>
        tokens.AuthenticateAsync(CallerSchemes.BearerOf(Request), Context.Connection.RemoteIpAddress);
}
