using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>The usual help, and examples below it.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is ApiCommand { Examples: [_, ..] examples })
        {
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
        }

        if (parseResult.CommandResult.Command is RootCommand)
        {
            output.WriteLine(TricorderCommand.Introduction);
            output.WriteLine();
            output.WriteLine(ExitCode.Help);
        }

        return result;
    }
}
