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

    /// <summary>
    /// What it leaves out is as it was said under this id before: an id is one process, which has one node, pod, kernel and version for all
    /// its life. What runs is no such fact; a hello that lists nothing means that nothing runs.
    /// </summary>
    public AgentHello OrAsKnown(Agent known) => this with
    {
        NodeName = Or(NodeName, known.NodeName),
        PodUid = Or(PodUid, known.PodUid),
        Version = Or(Version, known.Version),
        KernelRelease = Or(KernelRelease, known.KernelRelease),
        Architecture = Or(Architecture, known.Architecture),
        Labels = Labels.Count > 0 ? Labels : known.ReportedLabels,
    };

    private static string Or(string said, string known) => said.Length > 0 ? said : known;
}

/// <summary>What an agent says it runs.</summary>
internal readonly record struct RunningModule(string ModuleId, int Revision);
