namespace Tricorder.ApiServer.Agents;

/// <summary>An agent with what it last reported of its modules.</summary>
internal sealed record KnownAgent(Agent Agent, IReadOnlyList<ModuleUsage> Usage)
{
    /// <summary>The usage is what it said since it came, also when that is nothing.</summary>
    public bool HasReported { get; init; }
}
