using System.Globalization;
using System.Text;

namespace Tricorder.ApiServer.Common;

/// <summary>
/// Text that others wrote, made harmless for terminals and pages: nothing in it moves a cursor, turns the direction of text or is there
/// without being seen. Each such character becomes a question mark.
/// </summary>
internal static class HarmlessText
{
    /// <summary>What <see cref="IsName"/> asks for, for an error.</summary>
    public const string NameRule =
        "must not be blank, must have no control characters and none that are invisible or turn the direction of text, no blanks but "
        + "plain spaces, and none of them at its start or end";

    /// <summary>One line. Nothing invisible is left in it: two that differ look different.</summary>
    public static string Word(string text) => Clean(text, IsHarmful);

    /// <summary>Text that may have lines and tabs, the joiners that some scripts and emoji need, and the selector of emoji.</summary>
    public static string Lines(string text) =>
        Clean(text, letter => IsHarmful(letter) && letter.Value is not ('\n' or '\t' or 0x200C or 0x200D or 0xFE0F));

    /// <summary>Whether it can stand as the name of something: there is something to see, and nothing that is not seen.</summary>
    public static bool IsName(string text) => text is [not ' ', .., not ' '] or [not ' ']
        && !text.EnumerateRunes().Any(letter => IsHarmful(letter) || IsOtherSpace(letter));

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

    private static bool IsHarmful(Rune letter) => Rune.GetUnicodeCategory(letter) is
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || IsNotDrawn(letter.Value);

    /// <summary>Seen only between others, where it looks like a plain space and is none.</summary>
    private static bool IsOtherSpace(Rune letter) =>
        letter.Value != ' ' && Rune.GetUnicodeCategory(letter) == UnicodeCategory.SpaceSeparator;

    /// <summary>
    /// Letters or marks by their category, though nothing is drawn: the blank of Braille, and what Unicode calls Default_Ignorable beside
    /// the category Format (joiners and fillers, selectors of variations, and code points that are kept for more of them).
    /// </summary>
    private static bool IsNotDrawn(int letter) => letter is 0x2800
        or 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2065 or 0x3164
        or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF);
}
