using System.Reflection;
using System.Text.RegularExpressions;

namespace Tricorder.ApiServer.Tests.Hosting.Configuration;

/// <summary>One setting: what the source says about it.</summary>
/// <param name="Key">As it is written, such as <c>Agents:Max</c>.</param>
/// <param name="Property">Where it is bound to.</param>
/// <param name="Text">Its doc comment, as Markdown; empty where it has none.</param>
internal sealed partial record OptionDocument(string Key, PropertyInfo Property, string Text)
{
    /// <summary>All settings of one options record, in the order of the source.</summary>
    public static IReadOnlyList<OptionDocument> Read(Type options)
    {
        var source = Source(options);
        var section = Section(options);
        return
        [
            .. options.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(property => property.SetMethod is not null)
                .Select(property => new OptionDocument($"{section}:{property.Name}", property, Comment(source, property.Name, options))),
        ];
    }

    /// <summary>The section that the record's doc comment names.</summary>
    public static string Section(Type options) => Summary(options).Groups["section"].Value;

    /// <summary>What the record's doc comment says beside that.</summary>
    public static string About(Type options) => Markdown(Summary(options).Groups["about"].Value, options);

    private static Match Summary(Type options) => RecordSummary().Match(Source(options)) is { Success: true } match
        ? match
        : throw new InvalidOperationException($"The summary of {options.Name} does not begin with: Section <c>...</c>");

    private static string Source(Type options) => File.ReadAllText(
        Directory.GetFiles(RepositoryFiles.Of("src", "ApiServer"), $"{options.Name}.cs", SearchOption.AllDirectories).Single());

    private static string Comment(string source, string property, Type options)
    {
        var match = Regex.Match(source, $@"(?<lines>(    ///[^\n]*\n)+)    public [^\n(]+ {property} \{{ get; (init|set); \}}");
        var text = Summaries().Match(CommentMark().Replace(match.Groups["lines"].Value, "")).Groups["text"].Value;
        return Markdown(text, options);
    }

    private static string Markdown(string xml, Type options)
    {
        var text = Blanks().Replace(xml, " ").Trim();
        text = See().Replace(text, see => Name(see.Groups["name"].Value, options));
        text = Code().Replace(text, "`${text}`");
        return text.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal)
            .Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string Name(string member, Type options) => options.GetField(member) is { IsLiteral: true } constant
        ? $"{constant.GetRawConstantValue()}"
        : $"`{Section(options)}:{member}`";

    [GeneratedRegex(@"/// <summary>\s*(/// )?Section <c>(?<section>[\w:]+)</c>[.:]? ?(?<about>[^\n]*?)</summary>")]
    private static partial Regex RecordSummary();

    [GeneratedRegex("<summary>(?<text>.*)</summary>", RegexOptions.Singleline)]
    private static partial Regex Summaries();

    [GeneratedRegex(@"^ *///", RegexOptions.Multiline)]
    private static partial Regex CommentMark();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"<see cref=""(?<name>\w+)"" ?/>")]
    private static partial Regex See();

    [GeneratedRegex("<c>(?<text>.*?)</c>")]
    private static partial Regex Code();
}
