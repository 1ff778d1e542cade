using Tricorder.ApiServer.AgentSimulator.Fleet;

namespace Tricorder.ApiServer.AgentSimulator.CommandLine;

/// <summary>A run from the command line.</summary>
/// <param name="Fleet">The fleet.</param>
/// <param name="Duration">When to stop by itself; null: never.</param>
/// <param name="Interval">Time between two progress lines; null: as fits the output.</param>
/// <param name="Quiet">No progress.</param>
/// <param name="Json">Progress and summary as JSON.</param>
internal sealed record RunOptions(FleetOptions Fleet, TimeSpan? Duration, TimeSpan? Interval, bool Quiet, bool Json);
