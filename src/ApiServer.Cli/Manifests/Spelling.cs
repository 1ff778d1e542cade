namespace Tricorder.ApiServer.Cli.Manifests;

/// <summary>What was likely meant.</summary>
internal static class Spelling
{
    /// <summary>The name that takes the fewest changes, if those are few for its length.</summary>
    public static string? Nearest(string name, IEnumerable<string> names)
    {
        var plain = Plain(name);
        var best = names.Select(one => (Name: one, Distance: Distance(plain, Plain(one)))).MinBy(one => one.Distance);
        return best.Name is not null && best.Distance <= Math.Max(plain.Length > 3 ? 2 : 1, plain.Length / 3) ? best.Name : null;
    }

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>Letters to put in, take out or change, as Levenshtein counts them.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var change = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
