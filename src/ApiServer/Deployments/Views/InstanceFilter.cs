using Tricorder.ApiServer.Deployments.State;

namespace Tricorder.ApiServer.Deployments.Views;

/// <summary>Which instances are listed; empty and null = all.</summary>
internal sealed record InstanceFilter(string ModuleId = "", string AgentId = "", InstanceState? State = null, DisplayState? Display = null);
