using System.Collections.Frozen;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>What was wrong with tables when they were last looked at, in people's words.</summary>
internal sealed class TableProblems
{
    private const int MaxTold = 3;

    private volatile FrozenDictionary<string, IReadOnlyList<string>> _all = FrozenDictionary<string, IReadOnlyList<string>>.Empty;

    public IReadOnlyList<string> Of(string table) => _all.GetValueOrDefault(table) ?? [];

    /// <summary>The first of them, in one line; empty: there are none.</summary>
    public string Summary
    {
        get
        {
            var all = _all;
            var told = all.OrderBy(table => table.Key, StringComparer.Ordinal)
                .Take(MaxTold)
                .Select(table => $"{table.Key}: {string.Join(' ', table.Value)}");
            return string.Join(" ", told)
                + (all.Count > MaxTold ? $" And {all.Count - MaxTold} tables more, which ListTables shows." : "");
        }
    }

    /// <param name="all">By table; tables without any are left out.</param>
    public void Set(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> all) =>
        _all = all.Where(table => table.Value.Count > 0).ToFrozenDictionary();
}
