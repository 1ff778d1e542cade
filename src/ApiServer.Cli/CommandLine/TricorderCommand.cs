using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Tricorder.ApiServer.Parsing;

namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>The command `tricorder`.</summary>
internal static class TricorderCommand
{
    public const string Introduction =
        """
        Start here:
          tricorder apply -f samples/tcp-connect --deploy --wait    create or update a module, run it everywhere, see how that goes
          tricorder module list                                     what there is, and whether it runs
          tricorder COMMAND --help                                  more, with examples

        The server is that of --server, else of --context, else of TRICORDER_SERVER, else of the current context (`tricorder config`), else the
        service in this cluster, else 127.0.0.1:50051. A token is taken from TRICORDER_TOKEN, else from the context.
        """;

    public static async Task<int> InvokeAsync(string[] args)
    {
        var result = Create().Parse(args);
        if (result.Action is ParseErrorAction action)
        {
            // What is wrong must not scroll away.
            action.ShowHelp = false;
            await result.InvokeAsync();
            await Console.Error.WriteLineAsync($"See `{Name(result.CommandResult.Command)} --help`.");
            return ExitCode.WrongUsage;
        }

        return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    public static RootCommand Create()
    {
        var root = new RootCommand("Runs eBPF + WASM modules on every node of a cluster, by way of API Server.");
        GlobalOptions.AddTo(root);
        foreach (var command in Commands.All())
        {
            root.Subcommands.Add(command);
        }

        var help = root.Options.OfType<HelpOption>().Single();
        // A completion should offer one way to ask for it, not five.
        help.Aliases.Remove("/h");
        help.Aliases.Remove("/?");
        help.Action = new HelpWithMore((HelpAction)help.Action!, WriteMore);
        return root;
    }

    /// <summary>Examples, and for the command itself what it is and what its exit codes mean.</summary>
    private static void WriteMore(Command command, TextWriter output)
    {
        if (command is ApiCommand { Examples: [_, ..] examples })
        {
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
        }

        if (command is RootCommand)
        {
            output.WriteLine(Introduction);
            output.WriteLine();
            output.WriteLine(ExitCode.Help);
        }
    }

    private static string Name(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Name(parent)} {command.Name}" : "tricorder";
}
