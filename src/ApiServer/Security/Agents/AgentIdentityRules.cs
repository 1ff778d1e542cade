using Microsoft.Extensions.Options;

namespace Tricorder.ApiServer.Security.Agents;

/// <summary>The options of agents' identity, read once.</summary>
internal sealed class AgentIdentityRules
{
    public AgentIdentityRules(IOptions<AgentIdentityOptions> options)
    {
        var given = options.Value;
        CertificateNode = CertificateNodePattern.Parse(given.AgentCertificateNode) ?? throw NotValidated();
        Legacy = LegacyNetworks.TryParse(given.LegacyAgents, out var networks, out _) ? networks : throw NotValidated();
    }

    public CertificateNodePattern CertificateNode { get; }

    public LegacyNetworks Legacy { get; }

    private static InvalidOperationException NotValidated() => new("Used before it was validated.");
}
