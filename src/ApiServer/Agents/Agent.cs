namespace Tricorder.ApiServer.Agents;

/// <summary>One agent process, past or present.</summary>
internal sealed record Agent
{
    public required string Id { get; init; }

    public required string NodeName { get; init; }

    public string PodUid { get; init; } = "";

    public string Version { get; init; } = "";

    public string KernelRelease { get; init; } = "";

    public string Architecture { get; init; } = "";

    /// <summary>As the agent reports them.</summary>
    public IReadOnlyDictionary<string, string> ReportedLabels { get; init; } = NoLabels;

    /// <summary>As an operator set them; null = never set, the reported ones count.</summary>
    public IReadOnlyDictionary<string, string>? OperatorLabels { get; init; }

    /// <summary>How it proved who it is; empty = nobody asked.</summary>
    public string Identity { get; init; } = "";

    public required AgentProtocol Protocol { get; init; }

    public required AgentState State { get; init; }

    public bool Cordoned { get; init; }

    /// <summary>The generation of its last cordon or uncordon; updates to it carry at least this one.</summary>
    public long CordonGeneration { get; init; }

    /// <summary>The stream it has, or had last; writes of an older stream are ignored.</summary>
    public required string SessionId { get; init; }

    public required DateTimeOffset ConnectTime { get; init; }

    public required DateTimeOffset LastSeenTime { get; init; }

    public IReadOnlyDictionary<string, string> Labels => OperatorLabels ?? ReportedLabels;

    /// <summary>What an agent process is known by across its restarts: its node, or itself where it names none.</summary>
    public string NodeKey => NodeName.Length > 0 ? NodeName : Id;

    public static IReadOnlyDictionary<string, string> NoLabels { get; } = new Dictionary<string, string>();
}

internal enum AgentState
{
    Online = 1,

    /// <summary>Its stream is gone; it is expected back.</summary>
    Offline = 2,

    /// <summary>Replaced on its node, or its pod is deleted: it is not expected back and counts in no total.</summary>
    Terminated = 3,
}

internal enum AgentProtocol
{
    V1 = 1,
    Legacy = 2,
}
