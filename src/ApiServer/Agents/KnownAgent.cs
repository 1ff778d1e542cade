namespace Tricorder.ApiServer.Agents;

/// <summary>An agent with what it last reported of its modules.</summary>
internal sealed record KnownAgent(Agent Agent, IReadOnlyList<ModuleUsage> Usage)
{
    /// <summary>The usage is what it said since it came, also when that is nothing.</summary>
    public bool HasReported { get; init; }

    /// <summary>
    /// What it said of modules that it does not run. It counts for nothing; what it says of them later is compared with it.
    /// </summary>
    public IReadOnlyList<ModuleUsage> Ignored { get; init; } = [];

    /// <summary>All that it said.</summary>
    public IReadOnlyList<ModuleUsage> Reported => Ignored.Count == 0 ? Usage : [.. Usage, .. Ignored];
}
