using System.Globalization;
using System.Text;

namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>
/// The only places where names of others become text that Grafana reads. Grafana replaces <c>$name</c>, <c>${name}</c>, <c>[[name]]</c> and
/// <c>$macro(...)</c> wherever they stand, in quotes too, and knows no way to escape them: in SQL they are written as character codes, in
/// titles with characters that look alike.
/// </summary>
internal static class GrafanaText
{
    private const int MaxName = 63;

    /// <summary>A string constant of PostgreSQL.</summary>
    public static string Literal(string text) => NeedsCodes(text)
        ? $"E'{Encode(text, '\'', c => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"))}'"
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A name of PostgreSQL: a column, a table, a column of the result.</summary>
    public static string Identifier(string name) => NeedsCodes(name)
        ? $"U&\"{Encode(name, '"', c => string.Create(CultureInfo.InvariantCulture, $"\\{(int)c:X4}"))}\""
        : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A name for a column of the result that PostgreSQL does not cut.</summary>
    public static string Alias(string name)
    {
        var length = Math.Min(name.Length, MaxName);
        while (Encoding.UTF8.GetByteCount(name.AsSpan(0, length)) > MaxName || (length > 0 && char.IsHighSurrogate(name[length - 1])))
        {
            length--;
        }

        return Identifier(name[..length]);
    }

    /// <summary>Text on one line, for titles and descriptions.</summary>
    public static string Plain(string text, int longest = 80)
    {
        var plain = new StringBuilder();
        foreach (var c in text)
        {
            plain.Append(c == '$' ? '＄' : char.IsControl(c) ? ' ' : c);
        }

        plain.Replace("[[", "[ [").Replace("[[", "[ [");
        if (plain.Length <= longest)
        {
            return plain.ToString();
        }

        plain.Length = char.IsHighSurrogate(plain[longest - 2]) ? longest - 2 : longest - 1;
        return plain.Append('…').ToString();
    }

    private static bool NeedsCodes(string text) => text.Any(c => c is '\\' || MustHide(c));

    private static bool MustHide(char c) => c is '$' or '[' || char.IsControl(c);

    private static string Encode(string text, char quote, Func<char, string> code) => string.Concat(text.Select(c =>
        c == quote ? $"{c}{c}" : c == '\\' ? @"\\" : MustHide(c) ? code(c) : c.ToString()));
}
