namespace Tricorder.ApiServer.Agents;

/// <summary>Text that an agent wrote, before it is kept, logged or shown: too long perhaps, and with its database's password in it perhaps.</summary>
internal static class ReportedText
{
    public const int MaxMessage = 4096;

    /// <summary>A name or another short fact: one line.</summary>
    public static string Word(string text) => Clean(text, keepLines: false);

    /// <summary>A message, which may have lines.</summary>
    public static string Message(string text, int most = MaxMessage) => Redaction.Of(Clean(Cut(text, most), keepLines: true));

    /// <summary>Such as what moves a terminal's cursor or turns the direction of text round. It becomes a question mark.</summary>
    public static bool IsHarmful(char letter) =>
        char.IsControl(letter) || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029';

    private static string Cut(string text, int most) =>
        text.Length <= most ? text : most > 0 && char.IsHighSurrogate(text[most - 1]) ? text[..(most - 1)] : text[..most];

    private static string Clean(string text, bool keepLines) => text.Any(letter => IsHarmful(letter) && !(keepLines && letter is '\n' or '\t'))
        ? string.Concat(text.ReplaceLineEndings("\n").Select(letter => IsHarmful(letter) && !(keepLines && letter is '\n' or '\t') ? '?' : letter))
        : text;
}
