using System.Text.RegularExpressions;
using Tricorder.ApiServer.Tests.Hosting.Telemetry;

namespace Tricorder.ApiServer.Tests.Architecture;

/// <summary>docs/adr/README.md lists each decision, by what the decision's own file says.</summary>
internal sealed partial class DecisionIndexTests
{
    private static string Folder { get; } = Path.Combine(MetricsDocument.Repository, "docs", "adr");

    private static IEnumerable<string> Decisions =>
        Directory.GetFiles(Folder, "*.md").Select(file => Path.GetFileName(file)).Where(file => file != "README.md").Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Decisions))]
    public void Decision_BeginsWithNumberTitleAndStatus(string file) =>
        Assert.That(File.ReadAllText(Path.Combine(Folder, file)), Does.Match($@"\A# {Regex.Escape(file[..4])}: \S.*\n\nStatus: \S.*\n"));

    [Test]
    public void Index_ListsEachDecision_InOrder()
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(Folder, "README.md")));

        Assert.That(
            rows.Select(row => (row.Groups["number"].Value, row.Groups["title"].Value, row.Groups["file"].Value, row.Groups["status"].Value)),
            Is.EqualTo(Decisions.Select(RowOf)));
    }

    private static (string Number, string Title, string File, string Status) RowOf(string file)
    {
        var text = Head().Match(File.ReadAllText(Path.Combine(Folder, file)));
        return (file[..4], text.Groups["title"].Value, file, text.Groups["status"].Value);
    }

    [GeneratedRegex(@"\A# \d{4}: (?<title>.+)\n\nStatus: (?<status>.+)\n")]
    private static partial Regex Head();

    [GeneratedRegex(
        @"^\| (?<number>\d{4}) \| \[(?<title>.+)\]\((?<file>[^)]+)\) \| \d{4}-\d{2}-\d{2} \| (?<status>.+) \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
