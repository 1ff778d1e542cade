using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Hosting.Tls;
using Tricorder.ApiServer.Security.Callers;

namespace Tricorder.ApiServer.Security.Agents;

/// <summary>Agents with a client certificate. It was looked at once, in the handshake of its connection.</summary>
internal sealed class CertificateHandler(
    AgentIdentityRules rules, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    private AuthenticateResult Authenticate()
    {
        var verdict = Context.Features.Get<ClientCertificateVerdict>()!; // CallerSchemes has seen it.
        if (verdict.Problem is { } problem)
        {
            return AuthenticateResult.Fail(new UnauthenticatedException("CERTIFICATE_NOT_VALID", $"The client certificate is not valid: {problem}."));
        }

        if (rules.CertificateNode.NodeOf(verdict.Certificate) is not { } node)
        {
            return AuthenticateResult.Fail(new UnauthenticatedException(
                "CERTIFICATE_NAMES_NO_NODE", $"The client certificate names no node as {rules.CertificateNode} (Security:AgentCertificateNode)."));
        }

        var caller = new Caller(Actors.Agent(node), Role.Agent) { Agent = new AgentIdentity("certificate", node) { NodeName = node } };
        return AuthenticateResult.Success(new AuthenticationTicket(CallerClaims.ToPrincipal(caller, Scheme.Name), Scheme.Name));
    }
}
