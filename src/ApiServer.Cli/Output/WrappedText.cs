namespace Tricorder.ApiServer.Cli.Output;

/// <summary>One line of text as several that are no longer than so many characters, broken between words where there are any.</summary>
internal static class WrappedText
{
    public static IReadOnlyList<string> Of(string text, int width)
    {
        var lines = new List<string>();
        var rest = text.AsSpan();
        while (rest.Length > width)
        {
            var end = rest[..(width + 1)].LastIndexOf(' ');
            var cut = end > 0 ? end : width;
            lines.Add(rest[..cut].ToString());
            rest = rest[cut..].TrimStart(' ');
        }

        lines.Add(rest.ToString());
        return lines;
    }
}
