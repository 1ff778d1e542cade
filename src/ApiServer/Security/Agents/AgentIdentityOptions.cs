namespace Tricorder.ApiServer.Security.Agents;

/// <summary>Section <c>Security</c>: how agents prove who they are.</summary>
internal sealed record AgentIdentityOptions
{
    /// <summary>
    /// Where an agent's certificate names its node: <c>CN=</c>, <c>DNS=</c> or <c>URI=</c> and a text with <c>{node}</c> in it.
    /// </summary>
    public string AgentCertificateNode { get; init; } = "CN={node}";

    /// <summary>
    /// From where agents of 2023, which can prove nothing, are let in: <c>loopback</c>, <c>never</c>, or networks with commas.
    /// </summary>
    public string LegacyAgents { get; init; } = LegacyNetworks.Loopback;

    /// <summary>The Kubernetes service account that agents run as, <c>namespace/name</c>; empty: its tokens are not taken.</summary>
    public string AgentServiceAccount { get; init; } = "";

    /// <summary>What the tokens of that service account must have been issued for.</summary>
    public string AgentAudience { get; init; } = "tricorder-apiserver";
}
