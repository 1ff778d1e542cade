using Tricorder.ApiServer.Cli.Output;
using Row = Google.Protobuf.WellKnownTypes.Struct;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>
/// Tells rows that were not there at the look before; rows have no id, so equal ones are told as often as they are there. Each look must
/// bring as many rows as there are, up to <paramref name="most"/>: what one look leaves out is new at the next.
/// </summary>
internal sealed class NewRows(int most)
{
    private Dictionary<string, int>? _seen;

    /// <summary>Whether nothing of the look before was left: rows in between were missed.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The new ones, oldest first. <paramref name="rows"/> are the newest first.</summary>
    public IReadOnlyList<Row> Of(IReadOnlyList<Row> rows)
    {
        var known = _seen is null ? [] : new Dictionary<string, int>(_seen);
        var now = new Dictionary<string, int>();
        var news = new List<Row>();
        foreach (var row in rows)
        {
            var line = ProtoText.Line(row);
            now[line] = now.GetValueOrDefault(line) + 1;
            if (known.GetValueOrDefault(line) > 0)
            {
                known[line]--;
            }
            else
            {
                news.Add(row);
            }
        }

        IsCut = _seen is { Count: > 0 } && news.Count == most;
        _seen = now;
        news.Reverse();
        return news;
    }
}
