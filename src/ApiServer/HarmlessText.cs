using System.Globalization;
using System.Text;

namespace Tricorder.ApiServer;

/// <summary>
/// Text that others wrote, made harmless for terminals and pages: nothing in it moves a cursor, turns the direction of text or is there
/// without being seen. Each such character becomes a question mark.
/// </summary>
internal static class HarmlessText
{
    /// <summary>What <see cref="IsName"/> asks for, for an error.</summary>
    public const string NameRule =
        "must not be blank, and must have no control characters and none that are invisible or turn the direction of text";

    /// <summary>One line. Nothing invisible is left in it: two that differ look different.</summary>
    public static string Word(string text) => Clean(text, IsHarmfulInName);

    /// <summary>Text that may have lines and tabs, and the joiners that some scripts and emoji need.</summary>
    public static string Lines(string text) =>
        Clean(text, letter => IsHarmfulInName(letter) && letter.Value is not ('\n' or '\t' or 0x200C or 0x200D));

    /// <summary>Whether it can stand as the name of something: there is something to see, and nothing that is not seen.</summary>
    public static bool IsName(string text) => !string.IsNullOrWhiteSpace(text) && !text.EnumerateRunes().Any(IsHarmfulInName);

    private static string Clean(string text, Func<Rune, bool> isHarmful)
    {
        if (Ascii.IsValid(text) && !text.AsSpan().ContainsAnyInRange('\0', '\u001F') && !text.Contains('\u007F'))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var letter in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            clean.Append(isHarmful(letter) ? "?" : letter.ToString());
        }

        return clean.ToString();
    }

    private static bool IsHarmfulInName(Rune letter) => Rune.GetUnicodeCategory(letter) is
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || IsFiller(letter.Value);

    /// <summary>Letters by their category, though nothing is drawn: the fillers of Hangul and the blank of Braille.</summary>
    private static bool IsFiller(int letter) => letter is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800;
}
