using Tricorder.ApiServer.Security;

namespace Tricorder.ApiServer.Agents;

/// <summary>How an agent introduces itself. <see cref="Running"/> is null where the wire does not say what runs.</summary>
internal sealed record AgentHello
{
    public required string AgentId { get; init; }

    public string NodeName { get; init; } = "";

    public string PodUid { get; init; } = "";

    public string Version { get; init; } = "";

    public string KernelRelease { get; init; } = "";

    public string Architecture { get; init; } = "";

    public IReadOnlyDictionary<string, string> Labels { get; init; } = Agent.NoLabels;

    /// <summary>What it has proven.</summary>
    public AgentIdentity Identity { get; init; } = AgentIdentity.Unproven;

    public required AgentProtocol Protocol { get; init; }

    public IReadOnlyList<RunningModule>? Running { get; init; }
}
