using System.Text.RegularExpressions;
using Tricorder.ApiServer.Grafana.Dashboards;
using Tricorder.ApiServer.Grafana.Dashboards.BuiltIn;
using Tricorder.ApiServer.Tests.Hosting.Telemetry;

namespace Tricorder.ApiServer.Tests.Grafana.Dashboards;

internal sealed partial class FleetDashboardTests
{
    /// <summary>They are for who looks closer.</summary>
    private static readonly string[] NotShown =
    [
        "apiserver_commit_group_size",
        "apiserver_grafana_dashboards_waiting",
        "apiserver_grafana_failures_total",
        "apiserver_grafana_writes_total",
        "apiserver_rpc_ended_streams_total",
    ];

    [Test]
    public void Panels_Metrics_AreThoseOfTheServer()
    {
        var dashboard = FleetDashboard.Generate("lab", DashboardDialect.Of(7, 5), Subjects.Datasource);

        var asked = Subjects.Panels(dashboard)
            .SelectMany(panel => panel["targets"]?.AsArray() ?? [])
            .SelectMany(target => Metric().Matches((string)target!["expr"]!))
            .Select(match => match.Groups[1].Value);

        var documented = MetricsDocument.Read()
            .Select(metric => metric.Name)
            .Where(name => name.StartsWith("apiserver_", StringComparison.Ordinal));
        Assert.That(asked.Distinct(), Is.EquivalentTo(documented.Except(NotShown)));
    }

    [GeneratedRegex("(apiserver_[a-z_]+?)(?:_bucket|_count)?\\{cluster=\"lab\"")]
    private static partial Regex Metric();
}
