using System.Text.RegularExpressions;

namespace Tricorder.ApiServer.Tests.Hosting.Telemetry;

/// <summary>The table of docs/metrics.md.</summary>
/// <param name="Name">As scraped.</param>
/// <param name="Type">counter, gauge or histogram.</param>
/// <param name="Labels">Beside <c>cluster</c>, in order.</param>
/// <param name="Meaning">For people.</param>
internal sealed partial record MetricsDocument(string Name, string Type, IReadOnlyList<string> Labels, string Meaning)
{
    public static string Repository => RepositoryFiles.Root;

    /// <summary>Whether a server has it that has no TLS and no Grafana.</summary>
    public bool IsAlwaysThere => !Meaning.Contains("; only with ", StringComparison.Ordinal);

    public static IReadOnlyList<MetricsDocument> Read() =>
    [
        .. File.ReadLines(RepositoryFiles.Of("docs", "metrics.md"))
            .Select(line => Row().Match(line))
            .Where(match => match.Success)
            .Select(match => new MetricsDocument(
                match.Groups["name"].Value,
                match.Groups["type"].Value,
                [.. match.Groups["label"].Captures.Select(label => label.Value).Order(StringComparer.Ordinal)],
                match.Groups["meaning"].Value)),
    ];

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| (?<type>\w+) \|( `(?<label>\w+)`,?)* \| (?<meaning>.+) \|$")]
    private static partial Regex Row();
}
