using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Security.Callers;

namespace Tricorder.ApiServer.Security.Agents;

/// <summary>Agents of 2023 can prove nothing: where they come from decides.</summary>
internal sealed class LegacyHandler(
    AgentIdentityRules rules, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : CallerHandler(options, loggers, encoder)
{
    private static readonly Caller Legacy = new(Actors.Agent("legacy"), Role.Agent) { Agent = new AgentIdentity("legacy", "") };

    protected override Task<Caller> IdentifyAsync() => rules.Legacy.Contains(Context.Connection.RemoteIpAddress)
        ? Task.FromResult(Legacy)
        : throw new PermissionDeniedException(
            "LEGACY_AGENTS_NOT_ALLOWED", "Agents of the legacy protocol are not let in from there (Security:LegacyAgents).");
}
