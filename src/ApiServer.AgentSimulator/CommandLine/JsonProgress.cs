using System.Text.Json;
using Tricorder.ApiServer.AgentSimulator.Fleet;

namespace Tricorder.ApiServer.AgentSimulator.CommandLine;

/// <summary>Progress for programs: one JSON object per line, the last one of kind `summary`.</summary>
internal sealed class JsonProgress(TextWriter output, bool isQuiet) : IProgressView
{
    public Task StartAsync(AgentFleet fleet) => isQuiet
        ? Task.CompletedTask
        : WriteAsync(new
        {
            kind = "start",
            server = fleet.Options.Server,
            agents = fleet.Options.Agents,
            legacyAgents = fleet.Options.LegacyAgents,
            seed = fleet.Seed,
        });

    public Task ShowAsync(FleetSnapshot snapshot, TimeSpan elapsed) =>
        isQuiet ? Task.CompletedTask : WriteAsync(Of("progress", snapshot, elapsed));

    public Task SummarizeAsync(FleetSnapshot snapshot, TimeSpan elapsed) => WriteAsync(Of("summary", snapshot, elapsed));

    private static object Of(string kind, FleetSnapshot snapshot, TimeSpan elapsed) => new
    {
        kind,
        elapsedSeconds = Math.Round(elapsed.TotalSeconds, 3),
        agents = snapshot.Agents,
        connected = snapshot.Connected,
        running = snapshot.Running,
        connects = snapshot.Counters.Connects,
        unreachable = snapshot.Counters.Unreachable,
        superseded = snapshot.Counters.Superseded,
        updates = snapshot.Counters.Updates,
        succeeded = snapshot.Counters.Succeeded,
        failed = snapshot.Counters.Failed,
        traps = snapshot.Counters.Traps,
        crashes = snapshot.Counters.Crashes,
        restarts = snapshot.Counters.Restarts,
        heartbeats = snapshot.Counters.Heartbeats,
        containers = snapshot.Counters.Containers,
    };

    private async Task WriteAsync(object line)
    {
        await output.WriteLineAsync(JsonSerializer.Serialize(line));
        await output.FlushAsync();
    }
}
