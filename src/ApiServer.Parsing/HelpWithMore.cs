using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Tricorder.ApiServer.Parsing;

/// <summary>The usual help, and more below it: examples, exit codes.</summary>
internal sealed class HelpWithMore(HelpAction help, Action<Command, TextWriter> writeMore) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        writeMore(parseResult.CommandResult.Command, parseResult.InvocationConfiguration.Output);
        return result;
    }
}
