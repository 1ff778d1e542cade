using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Spectre.Console;

namespace Tricorder.ApiServer.Cli.Output;

/// <summary>What changed between two texts, with a few lines around each change.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;
    private static readonly Style Grey = new(Color.Grey);

    /// <summary>Prints it; returns whether there was any difference.</summary>
    public static bool Write(Terminal terminal, string from, string fromName, string to, string toName)
    {
        var lines = InlineDiffBuilder.Diff(from, to, ignoreWhiteSpace: false).Lines;
        if (lines.All(line => line.Type == ChangeType.Unchanged))
        {
            return false;
        }

        terminal.WriteLine($"--- {fromName}", Grey);
        terminal.WriteLine($"+++ {toName}", Grey);
        var isShown = Shown(lines);
        for (var index = 0; index < lines.Count; index++)
        {
            if (!isShown[index])
            {
                continue;
            }

            if (index > 0 && !isShown[index - 1])
            {
                terminal.WriteLine("...", Grey);
            }

            var (sign, color) = lines[index].Type switch
            {
                ChangeType.Inserted => ('+', Color.Green),
                ChangeType.Deleted => ('-', Color.Red),
                _ => (' ', Color.Default),
            };
            terminal.WriteLine($"{sign}{SafeText.Lines(lines[index].Text)}", new Style(color));
        }

        return true;
    }

    private static bool[] Shown(List<DiffPiece> lines)
    {
        var isShown = new bool[lines.Count];
        for (var index = 0; index < lines.Count; index++)
        {
            if (lines[index].Type != ChangeType.Unchanged)
            {
                Array.Fill(
                    isShown, true, Math.Max(0, index - Context), Math.Min(lines.Count, index + Context + 1) - Math.Max(0, index - Context));
            }
        }

        return isShown;
    }
}
