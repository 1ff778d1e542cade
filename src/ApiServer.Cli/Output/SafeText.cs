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
        text.Any(IsHarmful) ? string.Concat(text.Select(letter => IsHarmful(letter) && letter != keep ? '?' : letter)) : text;

    /// <summary>Control characters, and those that turn the direction of text or break lines.</summary>
    private static bool IsHarmful(char letter) =>
        char.IsControl(letter) || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029';
}
