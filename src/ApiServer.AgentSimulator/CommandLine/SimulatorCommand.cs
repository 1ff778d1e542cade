using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Tricorder.ApiServer.AgentSimulator.Modules;
using Tricorder.ApiServer.Parsing;

namespace Tricorder.ApiServer.AgentSimulator.CommandLine;

/// <summary>The command `agent-simulator`.</summary>
internal static class SimulatorCommand
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

    private const int WrongUsage = 1;

    public static Task<int> InvokeAsync(string[] args, TextWriter output, TextWriter error)
    {
        var command = Create(output, error);
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            // The run handles signals itself: it exits 0 on them.
            ProcessTerminationTimeout = null,
        };
        var result = command.Parse(args);
        if (result.Action is ParseErrorAction action)
        {
            // What is wrong must not scroll away.
            action.ShowHelp = false;
        }

        return result.InvokeAsync(configuration);
    }

    private static RootCommand Create(TextWriter output, TextWriter error)
    {
        var options = new SimulatorOptions();
        var command = new RootCommand(
            "Many Tricorder agents in one process: they connect, run what they are told, answer, send heartbeats, "
            + "fail and restart as real ones do, without tracing anything.");
        foreach (var option in options.All)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(options.Check);
        var help = command.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithMore((HelpAction)help.Action!, (_, more) => more.WriteLine(Examples));
        command.SetAction(async (result, cancellationToken) =>
        {
            var run = options.Read(result);
            if (run.Fleet.Problems() is [_, ..] problems)
            {
                foreach (var problem in problems)
                {
                    await error.WriteLineAsync($"agent-simulator: {problem}");
                }

                return WrongUsage;
            }

            return await new SimulatorRun(run, output, error).RunAsync(cancellationToken);
        });
        return command;
    }
}
