using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Agents;

/// <summary>
/// Text that an agent wrote, before it is kept, logged or shown: too long perhaps, and with its database's password in it perhaps.
/// </summary>
internal static class ReportedText
{
    public const int MaxMessage = 4096;

    private const int MaxSecret = 4096;

    /// <summary>A name or another short fact: one line.</summary>
    public static string Word(string text) => HarmlessText.Word(text);

    /// <summary>A message, which may have lines. Secrets are taken out before it is cut: half an address is not seen to be one.</summary>
    public static string Message(string text, int most = MaxMessage)
    {
        var head = Cut(text, most + MaxSecret);
        return Cut(Redaction.Of(HarmlessText.Lines(head.Length < text.Length ? WithoutHalfASecret(head) : head)), most);
    }

    /// <summary>The last word was cut, so what is secret in it may not look it any more.</summary>
    private static string WithoutHalfASecret(string head)
    {
        var word = head[(head.LastIndexOfAny([' ', '\n', '\t']) + 1)..];
        return word.Contains("://", StringComparison.Ordinal) ? head[..^word.Length] + Redaction.Hidden : head;
    }

    private static string Cut(string text, int most) =>
        text.Length <= most ? text : most > 0 && char.IsHighSurrogate(text[most - 1]) ? text[..(most - 1)] : text[..most];
}
