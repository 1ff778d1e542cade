namespace Tricorder.ApiServer.Agents;

/// <summary>An agent with what it last reported of its modules.</summary>
internal sealed record KnownAgent(Agent Agent, IReadOnlyList<ModuleUsage> Usage);
