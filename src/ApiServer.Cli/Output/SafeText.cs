namespace Tricorder.ApiServer.Cli.Output;

/// <summary>Text that others wrote, made harmless for a terminal.</summary>
internal static class SafeText
{
    /// <summary>The first line, without control characters.</summary>
    public static string OneLine(string text)
    {
        var end = text.IndexOfAny(['\n', '\r']);
        return Printable(end < 0 ? text : text[..end]);
    }

    /// <summary>All lines; what would move the cursor or change colours becomes a question mark.</summary>
    public static string Lines(string text) => Printable(text.Replace("\r\n", "\n", StringComparison.Ordinal), keep: '\n');

    private static string Printable(string text, char keep = '\t') =>
        text.Any(char.IsControl) ? string.Concat(text.Select(letter => char.IsControl(letter) && letter != keep ? '?' : letter)) : text;
}
