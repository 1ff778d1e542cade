using System.Globalization;
using System.Text;

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

    private static string Printable(string text, char keep = '\t') => text.EnumerateRunes().Any(IsHarmful)
        ? string.Concat(text.EnumerateRunes().Select(letter => IsHarmful(letter) && letter.Value != keep ? "?" : letter.ToString()))
        : text;

    /// <summary>
    /// Control characters, those that break lines, and those that are not seen: they turn the direction of text, or make two names look
    /// the same. The joiners that some scripts and emoji need are neither.
    /// </summary>
    private static bool IsHarmful(Rune letter) => letter.Value is not (0x200C or 0x200D) && Rune.GetUnicodeCategory(letter) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
