using Tricorder.ApiServer.Agents;

namespace Tricorder.ApiServer.Deployments.Statistics;

/// <summary>One look at what all agents report.</summary>
/// <param name="Online">Agents that are online, with what they say of the modules that they run.</param>
/// <param name="Steps">What has changed since the last look, of all agents.</param>
internal sealed record FleetReport(IReadOnlyList<KnownAgent> Online, IReadOnlyList<UsageStep> Steps);
