using System.Text;
using Tricorder.ApiServer.AgentSimulator.Fleet;

namespace Tricorder.ApiServer.AgentSimulator.CommandLine;

/// <summary>Progress for people: one line that changes on a terminal, a line now and then elsewhere.</summary>
internal sealed class TextProgress(TextWriter output, bool isTerminal, bool isQuiet) : IProgressView
{
    /// <summary>Goes back to the start of the line that changes, and clears it.</summary>
    public const string StartOfLine = "\r\e[K";

    private string _shown = "";

    public async Task StartAsync(AgentFleet fleet)
    {
        if (isQuiet)
        {
            return;
        }

        var options = fleet.Options;
        var kinds = new List<string>();
        AddKind(kinds, options.LegacyAgents, "legacy");
        AddKind(kinds, options.SlowAgents, "slow");
        AddKind(kinds, options.FailingAgents, "failing");
        var detail = kinds.Count == 0 ? "" : $" ({string.Join(", ", kinds)})";
        await output.WriteLineAsync(
            $"{options.Agents:N0} agents{detail} to {options.Server.GetLeftPart(UriPartial.Authority)}, seed {fleet.Seed}");
    }

    public async Task ShowAsync(FleetSnapshot snapshot, TimeSpan elapsed)
    {
        var line = Line(snapshot);
        // Without a terminal, nothing new is nothing to say.
        if (isQuiet || (!isTerminal && line == _shown))
        {
            return;
        }

        _shown = line;
        var timed = $"{(int)elapsed.TotalMinutes:00}:{elapsed.Seconds:00} {line}";
        await (isTerminal ? output.WriteAsync(StartOfLine + Fit(timed)) : output.WriteLineAsync(timed));
        await output.FlushAsync();
    }

    public async Task SummarizeAsync(FleetSnapshot snapshot, TimeSpan elapsed)
    {
        var counters = snapshot.Counters;
        var start = isTerminal && !isQuiet ? StartOfLine : "";
        await output.WriteLineAsync(
            $"{start}{snapshot.Agents:N0} agents, {counters.Connects:N0} connects, {counters.Updates:N0} updates received, " +
            $"{counters.Succeeded:N0} succeeded, {counters.Failed:N0} failed, {counters.Traps:N0} traps, " +
            $"{counters.Restarts:N0} restarts in {elapsed.TotalSeconds:0.0} s");
        await output.FlushAsync();
    }

    private static string Line(FleetSnapshot snapshot)
    {
        var counters = snapshot.Counters;
        var line = new StringBuilder(
            $"connected {snapshot.Connected:N0}/{snapshot.Agents:N0} · running {snapshot.Running:N0} modules · " +
            $"{counters.Updates:N0} updates: {counters.Succeeded:N0} succeeded, {counters.Failed:N0} failed");
        Append(line, counters.Traps, "traps");
        Append(line, counters.Restarts, "restarts");
        Append(line, counters.Superseded, "superseded");
        return line.ToString();
    }

    // A line that wraps can not be cleared.
    private static string Fit(string line)
    {
        var width = Console.WindowWidth;
        return width > 1 && line.Length >= width ? line[..(width - 1)] : line;
    }

    private static void Append(StringBuilder line, long count, string what)
    {
        if (count > 0)
        {
            line.Append($" · {count:N0} {what}");
        }
    }

    private static void AddKind(List<string> kinds, int count, string kind)
    {
        if (count > 0)
        {
            kinds.Add($"{count:N0} {kind}");
        }
    }
}
