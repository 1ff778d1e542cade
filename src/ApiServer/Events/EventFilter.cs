namespace Tricorder.ApiServer.Events;

/// <summary>Which events are asked for; empty and null let all through.</summary>
internal sealed record EventFilter(string ModuleId = "", string AgentId = "", string Kind = "", DateTimeOffset? Since = null);
