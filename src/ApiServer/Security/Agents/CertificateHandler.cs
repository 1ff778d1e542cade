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
    : CallerHandler(options, loggers, encoder)
{
    protected override Task<Caller> IdentifyAsync()
    {
        var verdict = Context.Features.Get<ClientCertificateVerdict>()!; // CallerSchemes has seen it.
        if (verdict.Problem is { } problem)
        {
            throw new UnauthenticatedException("CERTIFICATE_NOT_VALID", $"The client certificate is not valid: {problem}.");
        }

        var node = rules.CertificateNode.NodeOf(verdict.Certificate) ?? throw new UnauthenticatedException(
            "CERTIFICATE_NAMES_NO_NODE",
            $"The client certificate names no node as {rules.CertificateNode} (Security:AgentCertificateNode).");
        return Task.FromResult(
            new Caller(Actors.Agent(node), Role.Agent) { Agent = new AgentIdentity("certificate", node) { NodeName = node } });
    }
}
