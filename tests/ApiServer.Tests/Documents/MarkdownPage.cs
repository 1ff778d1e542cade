using System.Text.RegularExpressions;

namespace Tricorder.ApiServer.Tests.Documents;

/// <summary>A page of the repository: its links and the anchors of its headings. What stands in code is neither.</summary>
internal sealed partial class MarkdownPage
{
    private readonly string _directory;

    private MarkdownPage(string file)
    {
        Name = Path.GetRelativePath(RepositoryFiles.Root, file);
        _directory = Path.GetDirectoryName(file)!;
        var text = Indented().Replace(Fenced().Replace(File.ReadAllText(file), "\n"), "");
        Links = [.. Link().Matches(CodeSpan().Replace(text, "")).Select(match => match.Groups["target"].Value)];
        Anchors = [.. Heading().Matches(text).Select(match => Anchor(match.Groups["title"].Value))];
    }

    public string Name { get; }

    public IReadOnlyList<string> Links { get; }

    public IReadOnlyList<string> Anchors { get; }

    public static MarkdownPage Read(string file) => new(file);

    /// <summary>What is wrong with a link; null where it leads somewhere, or to another site.</summary>
    public string? Problem(string link)
    {
        if (OtherSite().IsMatch(link))
        {
            return null;
        }

        var parts = link.Split('#', 2);
        var target = parts[0].Length > 0 ? Path.GetFullPath(Path.Combine(_directory, parts[0])) : RepositoryFiles.Of(Name);
        if (!File.Exists(target) && !Directory.Exists(target))
        {
            return $"{Name}: {link} is not there";
        }

        return parts.Length == 2 && target.EndsWith(".md", StringComparison.Ordinal) && !Read(target).Anchors.Contains(parts[1])
            ? $"{Name}: {link} names no heading"
            : null;
    }

    /// <summary>As GitHub makes it: small letters, hyphens for blanks, no other signs.</summary>
    private static string Anchor(string title) =>
        OtherSigns().Replace(title.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"^ *```.*?^ *```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"(?<=\n\n)(    [^\n]*\n)+")]
    private static partial Regex Indented();

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^[a-z]+:")]
    private static partial Regex OtherSite();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex OtherSigns();
}
