using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Tricorder.ApiServer.AgentSimulator.Modules;

namespace Tricorder.ApiServer.AgentSimulator.CommandLine;

/// <summary>The usual help, and examples below it.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private const string Examples =
        $"""
        Examples:
          # 100 agents at a server on this machine
          agent-simulator --agents 100

          # A demo: a few slow agents, one that always fails, a tenth from 2023, stops after five minutes
          agent-simulator --agents 25 --slow 3 --failing 1 --legacy-share 0.1 --duration 5m

          # Load: 10,000 agents that answer at once
          agent-simulator --agents 10000 --latency 0 --quiet

          # A rough day, repeatable: failures, traps, and 60 restarts or vanished nodes per minute
          agent-simulator --agents 1000 --fail-rate 0.01 --trap-rate 0.02 --churn 60 --seed 42

        A module whose eBPF source contains the text "{ModuleContent.CrashMarker}", say in a comment, crashes each agent that loads it:
        the connection breaks without an answer and the agent comes back under a new id on the same node, later each time.

        Exit status: 0 at SIGTERM, SIGINT or the end of --duration; 1 when the options are wrong.
        """;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine(Examples);
        return result;
    }
}
