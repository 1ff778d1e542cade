using Tricorder.ApiServer.Agents;

namespace Tricorder.ApiServer.Deployments;

/// <summary>An order that is about to be prepared, and what it is about.</summary>
internal sealed record PlannedOrder(Instance Instance, AgentOrder Order);
