using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Cli.Output;

/// <summary>Text that others wrote, made harmless for a terminal by the rule that the server has too.</summary>
internal static class SafeText
{
    /// <summary>The first line.</summary>
    public static string OneLine(string text) => Lines(text) is var lines && lines.IndexOf('\n') is >= 0 and var end ? lines[..end] : lines;

    /// <summary>All of it on one line, whatever some take for the end of a line.</summary>
    public static string Row(string text) => Lines(text).Replace('\n', '?');

    /// <summary>All lines; what would move the cursor, change colours or not be seen becomes a question mark.</summary>
    public static string Lines(string text) => HarmlessText.Lines(text);
}
