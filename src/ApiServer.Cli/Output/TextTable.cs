using Spectre.Console;

namespace Tricorder.ApiServer.Cli.Output;

/// <summary>
/// A table whose rows may come one by one: columns are as wide as the first rows need, and grow with what comes. Nothing is cut. On a
/// terminal the text of the last column goes on below its own beginning.
/// </summary>
internal sealed class TextTable<T>(Terminal terminal, IReadOnlyList<Column<T>> columns)
{
    private const int Gap = 3;
    private const int LeastForLast = 24;

    private readonly int[] _widths = [.. columns.Select(column => column.Title.Length)];
    private bool _hasHeading;

    /// <summary>Prints rows; the first time with a heading.</summary>
    public void Add(IReadOnlyList<T> items)
    {
        if (items.Count == 0)
        {
            return;
        }

        var rows = items.Select(item => (Item: item, Cells: columns.Select(column => Text(column, item)).ToArray())).ToList();
        for (var i = 0; i < _widths.Length; i++)
        {
            _widths[i] = Math.Max(_widths[i], rows.Max(row => row.Cells[i].GetCellWidth()));
        }

        if (!_hasHeading)
        {
            _hasHeading = true;
            Write([.. columns.Select(column => column.Title)], _ => Tone.Plain);
        }

        rows.ForEach(row => Write(row.Cells, column => column.Tone?.Invoke(row.Item) ?? Tone.Plain));
        terminal.Out.Flush();
    }

    /// <summary>Text of agents and users may hold anything; in a table it stays in its cell, and moves no cursor.</summary>
    private static string Text(Column<T> column, T item) => column.Text(item) is { Length: > 0 } text ? SafeText.OneLine(text) : "-";

    private void Write(string[] cells, Func<Column<T>, Tone> tone)
    {
        var line = new Paragraph();
        for (var i = 0; i < cells.Length - 1; i++)
        {
            line.Append(cells[i], tone(columns[i]).ToStyle());
            line.Append(new string(' ', _widths[i] - cells[i].GetCellWidth() + Gap));
        }

        var before = _widths.SkipLast(1).Sum(width => width + Gap);
        var room = terminal.Width - before;
        var last = room >= LeastForLast ? WrappedText.Of(cells[^1], room) : [cells[^1]];
        line.Append(string.Join($"\n{new string(' ', before)}", last), tone(columns[^1]).ToStyle());
        terminal.WriteLine(line);
    }
}

/// <summary>A column of a table.</summary>
/// <param name="Title">In capitals, as in the heading.</param>
/// <param name="Text">What stands in it for an item.</param>
/// <param name="IsWide">Shown with -o wide only.</param>
/// <param name="Tone">Colour of the cell on a terminal; null: plain.</param>
internal sealed record Column<T>(string Title, Func<T, string> Text, bool IsWide = false, Func<T, Tone>? Tone = null);
