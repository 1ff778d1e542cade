using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Tricorder.ApiServer.Cli.Output;
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
        try
        {
            return await RunAsync(args);
        }
        catch (OutputException exception) when (exception.IsClosed)
        {
            return ExitCode.Ok;
        }
        catch (OutputException exception)
        {
            return new ErrorPrinter(Console.Error).Print(
                new CliException(ExitCode.Failed, $"The output can not be written: {exception.Message}"));
        }
    }

    private static async Task<int> RunAsync(string[] args)
    {
        var root = Create();
        var result = root.Parse(args);
        if (result.Action is ParseErrorAction)
        {
            return IsOnlyUnfinished(result) ? await root.Parse([.. args, "--help"]).InvokeAsync(Configuration) : UsageErrors.Print(result);
        }

        return await result.InvokeAsync(Configuration);
    }

    private static InvocationConfiguration Configuration => new() { EnableDefaultExceptionHandler = false };

    /// <summary>`tricorder` or `tricorder module`: what is there is right, and help tells what may follow.</summary>
    private static bool IsOnlyUnfinished(ParseResult result) =>
        result.CommandResult.Command.Subcommands.Count > 0 && result.UnmatchedTokens.Count == 0 && result.Errors.Count == 1;

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
}
