using DiffPlex.Renderer;
using Spectre.Console;

namespace Tricorder.ApiServer.Cli.Output;

/// <summary>What changed between two texts, in the form of `diff -u`.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;
    private const int HeaderLines = 2;
    private static readonly Style Grey = new(Color.Grey);

    /// <summary>Empty where there is no difference.</summary>
    public static string Of(string from, string fromName, string to, string toName) =>
        UnidiffRenderer.GenerateUnidiff(from, to, fromName, toName, ignoreWhitespace: false, ignoreCase: false, Context);

    /// <summary>Prints it; returns whether there was any difference.</summary>
    public static bool Write(Terminal terminal, string from, string fromName, string to, string toName)
    {
        var diff = Of(from, fromName, to, toName);
        using var lines = new StringReader(diff);
        for (var number = 1; lines.ReadLine() is { } line; number++)
        {
            terminal.WriteLine(SafeText.Row(line), number <= HeaderLines ? Grey : StyleOf(line));
        }

        return diff.Length > 0;
    }

    private static Style StyleOf(string line) => line switch
    {
        ['+', ..] => new Style(Color.Green),
        ['-', ..] => new Style(Color.Red),
        ['@', ..] => Grey,
        _ => Style.Plain,
    };
}
