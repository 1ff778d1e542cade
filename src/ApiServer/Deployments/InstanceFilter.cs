namespace Tricorder.ApiServer.Deployments;

/// <summary>Which instances are listed; empty and null = all.</summary>
internal sealed record InstanceFilter(string ModuleId = "", string AgentId = "", InstanceState? State = null, DisplayState? Display = null);
