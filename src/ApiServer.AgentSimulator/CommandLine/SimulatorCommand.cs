using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Tricorder.ApiServer.AgentSimulator.CommandLine;

/// <summary>The command `agent-simulator`.</summary>
internal static class SimulatorCommand
{
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
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
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
