using Tricorder.ApiServer.Agents;

namespace Tricorder.ApiServer.Deployments;

/// <summary>An order that is about to be prepared, what it is about, and the revision it leads to; 0 = none.</summary>
internal sealed record PlannedOrder(Instance Instance, AgentOrder Order, int WantedRevision);
