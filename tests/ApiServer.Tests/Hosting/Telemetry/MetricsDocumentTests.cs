using System.Text.RegularExpressions;

namespace Tricorder.ApiServer.Tests.Hosting.Telemetry;

/// <summary>
/// docs/metrics.md has every instrument that the source creates, and none besides. A scrape is compared with it by MetricsTests.
/// </summary>
public sealed partial class MetricsDocumentTests
{
    [Test]
    public void Document_Names_AreThoseOfTheSource()
    {
        var sources = Directory.GetFiles(RepositoryFiles.Of("src", "ApiServer"), "*Metrics.cs", SearchOption.AllDirectories);
        var names = sources.SelectMany(path => Instrument().Matches(File.ReadAllText(path)))
            .Select(match => match.Groups["name"].Value)
            .Select(name => name.StartsWith("process_", StringComparison.Ordinal) || name.StartsWith("dotnet_", StringComparison.Ordinal)
                ? name
                : $"apiserver_{name}");

        Assert.That(MetricsDocument.Read().Select(metric => metric.Name), Is.EquivalentTo(names).And.Ordered);
    }

    [Test]
    public void Document_Counters_AreThoseThatEndWithTotal() => Assert.That(
        MetricsDocument.Read().Where(metric => metric.Type == "counter").Select(metric => metric.Name),
        Is.EqualTo(MetricsDocument.Read().Select(metric => metric.Name).Where(name => name.EndsWith("_total", StringComparison.Ordinal))));

    [GeneratedRegex(@"(Create\w+(<\w+>)?\(|Observe\(totals,)\s*""(?<name>[a-z_]+)""")]
    private static partial Regex Instrument();
}
