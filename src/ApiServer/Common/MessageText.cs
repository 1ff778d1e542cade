using System.Text;

namespace Tricorder.ApiServer.Common;

/// <summary>Makes text of a module (names, messages of tools) fit for a message: one line, no control characters, not long.</summary>
internal static class MessageText
{
    private const int MaxName = 64;
    private const int MaxSentence = 300;

    public static string Name(ReadOnlySpan<byte> utf8)
    {
        // Decode no more than can be shown: a hostile name may be megabytes long. A character takes at most four bytes.
        var shown = utf8.Length > MaxName * 4 ? utf8[..(MaxName * 4)] : utf8;
        return Name(Encoding.UTF8.GetString(shown));
    }

    public static string Name(string name) => Shorten(name, MaxName);

    public static string Sentence(string text) => Shorten(text, MaxSentence);

    private static string Shorten(string text, int longest)
    {
        var clean = new StringBuilder(Math.Min(text.Length, longest) + 1);
        var pendingSpace = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune))
            {
                pendingSpace = clean.Length > 0;
                continue;
            }
            if (clean.Length >= longest)
            {
                return clean.Append('…').ToString();
            }
            if (pendingSpace)
            {
                clean.Append(' ');
                pendingSpace = false;
            }
            clean.Append(rune.ToString());
        }
        return clean.ToString();
    }
}
