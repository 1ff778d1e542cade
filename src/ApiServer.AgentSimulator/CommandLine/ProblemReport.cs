using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.AgentSimulator.Fleet;
using Tricorder.ApiServer.AgentSimulator.Wire;

namespace Tricorder.ApiServer.AgentSimulator.CommandLine;

/// <summary>Says once what is wrong, and once that it is over; agents go on trying either way.</summary>
internal sealed class ProblemReport(AgentFleet fleet, TextWriter error, bool besideProgress)
{
    private const string LimitsFile = "/proc/self/limits";
    private const string DescriptorLimit = "Max open files";
    private const int ServerDescriptors = 200;

    private StreamEnd? _seen;
    private string _told = "";
    private bool _isAway;

    private string Server => fleet.Options.Server.GetLeftPart(UriPartial.Authority);

    public async Task ShowAsync()
    {
        var connected = fleet.Agents.Count(agent => agent.Phase == AgentPhase.Connected);
        if (_isAway && connected > 0)
        {
            _isAway = false;
            _told = "";
            await WriteAsync($"{Server} is reachable again");
        }

        var problem = fleet.Counters.LastProblem;
        if (problem is null || ReferenceEquals(problem, _seen))
        {
            return;
        }

        _seen = problem;
        if (problem.Kind == StreamEndKind.Unreachable)
        {
            // While others are connected it is one agent's trouble, and over with the next attempt.
            if (connected == 0 && !_isAway)
            {
                _isAway = true;
                await WriteAsync($"{Server} is not reachable: {problem.Detail}; trying again and again, less and less often");
            }
        }
        else if (problem.Detail != _told)
        {
            _told = problem.Detail;
            await WriteAsync($"a stream ended with {problem.Detail}");
        }
    }

    /// <summary>Each agent takes a descriptor; running out of them looks like a server that is not there.</summary>
    public void WarnOfFewDescriptors()
    {
        if (!File.Exists(LimitsFile))
        {
            return;
        }

        var line = File.ReadLines(LimitsFile).FirstOrDefault(line => line.StartsWith(DescriptorLimit, StringComparison.Ordinal));
        var soft = line?[DescriptorLimit.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        var needed = fleet.Options.Agents + ServerDescriptors;
        if (int.TryParse(soft, out var limit) && limit < needed)
        {
            error.WriteLine(
                $"agent-simulator: at most {limit} open files are allowed, {needed} are needed; raise it with `ulimit -n {needed}`");
        }
    }

    private Task WriteAsync(string text) =>
        error.WriteLineAsync($"{(besideProgress ? TextProgress.StartOfLine : "")}agent-simulator: {text}");
}
