using Tricorder.ApiServer.AgentSimulator.Fleet;

namespace Tricorder.ApiServer.AgentSimulator.CommandLine;

/// <summary>Shows how a run goes: for people, or for programs.</summary>
internal interface IProgressView
{
    Task StartAsync(AgentFleet fleet);

    Task ShowAsync(FleetSnapshot snapshot, TimeSpan elapsed);

    /// <summary>The last thing shown.</summary>
    Task SummarizeAsync(FleetSnapshot snapshot, TimeSpan elapsed);
}
