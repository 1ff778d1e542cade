using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Security.Callers;

namespace Tricorder.ApiServer.Security.Agents;

/// <summary>Agents with <c>authorization: Bearer</c> and a token of their Kubernetes service account.</summary>
internal sealed class ServiceAccountHandler(
    ServiceAccounts accounts, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : CallerHandler(options, loggers, encoder)
{
    protected override Task<Caller> IdentifyAsync() => accounts.AuthenticateAsync(CallerSchemes.BearerOf(Request), Context.RequestAborted);
}
