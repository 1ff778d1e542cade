using System.CommandLine.Parsing;

namespace Tricorder.ApiServer.Tests.Cli;

/// <summary>
/// What a shell would hand to the program, of an example: its first command of ours, without the pipes and redirections around it.
/// </summary>
internal static class ShellLine
{
    private const string Program = "tricorder ";
    private static readonly string[] Ends = [" | ", " > ", " && ", ")", "  #"];

    public static IReadOnlyList<string> Of(string example)
    {
        var line = example[example.IndexOf(Program, StringComparison.Ordinal)..];
        foreach (var end in Ends)
        {
            var at = line.IndexOf(end, StringComparison.Ordinal);
            line = at < 0 ? line : line[..at];
        }

        return [.. CommandLineParser.SplitCommandLine(line.Replace("''", "\"\"", StringComparison.Ordinal)).Skip(1)];
    }
}
