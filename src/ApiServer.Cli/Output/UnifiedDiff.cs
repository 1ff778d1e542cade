using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Spectre.Console;

namespace Tricorder.ApiServer.Cli.Output;

/// <summary>What changed between two texts, with a few lines around each change.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>Prints it; returns whether there was any difference.</summary>
    public static bool Write(Terminal terminal, string from, string fromName, string to, string toName)
    {
        var lines = InlineDiffBuilder.Diff(from, to, ignoreWhiteSpace: false).Lines;
        if (lines.All(line => line.Type == ChangeType.Unchanged))
        {
            return false;
        }

        Write(terminal, $"--- {fromName}", Color.Grey);
        Write(terminal, $"+++ {toName}", Color.Grey);
        var isShown = Shown(lines);
        for (var index = 0; index < lines.Count; index++)
        {
            if (!isShown[index])
            {
                continue;
            }

            if (index > 0 && !isShown[index - 1])
            {
                Write(terminal, "...", Color.Grey);
            }

            var (sign, color) = lines[index].Type switch
            {
                ChangeType.Inserted => ('+', Color.Green),
                ChangeType.Deleted => ('-', Color.Red),
                _ => (' ', Color.Default),
            };
            Write(terminal, $"{sign}{SafeText.Lines(lines[index].Text)}", color);
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
                Array.Fill(isShown, true, Math.Max(0, index - Context), Math.Min(lines.Count, index + Context + 1) - Math.Max(0, index - Context));
            }
        }

        return isShown;
    }

    private static void Write(Terminal terminal, string line, Color color)
    {
        if (terminal.IsInteractive)
        {
            terminal.Write(new Text($"{line}\n", new Style(color)));
        }
        else
        {
            terminal.Out.WriteLine(line);
        }
    }
}
