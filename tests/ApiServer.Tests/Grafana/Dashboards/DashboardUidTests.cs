using Tricorder.ApiServer.Grafana.Dashboards;
using Tricorder.ApiServer.Grafana.Dashboards.BuiltIn;

namespace Tricorder.ApiServer.Tests.Grafana.Dashboards;

public class DashboardUidTests
{
    [TestCase("0198c0de-0000-7000-8000-00000000f00d")]
    [TestCase("no uuid / at all")]
    public void OfModule_AnyId_WhatGrafanaTakes(string moduleId) =>
        Assert.That(DashboardUid.OfModule(moduleId), Does.Match("^[a-z0-9-]{8,40}$"));

    [Test]
    public void OfModule_DifferentIds_DifferentUids() => Assert.That(
        new[] { "a", "b", "0198c0de-0000-7000-8000-00000000f00d", "0198c0de-0000-7000-8000-00000000f00e" }.Select(DashboardUid.OfModule),
        Is.Unique);

    [Test]
    public void BuiltIns_OfTwoClusters_UidsAndTitlesDiffer()
    {
        var dialect = DashboardDialect.Of(7, 5);
        var dashboards = new[] { "a", "b", "$__interval \"[[x]]\"" }
            .SelectMany(cluster => new[]
            {
                FleetDashboard.Generate(cluster, dialect, Subjects.Datasource),
                KubernetesDashboard.Generate(cluster, KubernetesTables.Objects.ToHashSet(), dialect, Subjects.Datasource),
            })
            .ToList();

        Assert.That(dashboards.Select(dashboard => (string)dashboard["uid"]!), Is.Unique.And.All.Match("^[a-z0-9-]{8,40}$"));
        Assert.That(dashboards.Select(dashboard => (string)dashboard["title"]!), Is.Unique.And.None.Contains("$").And.None.Contains("[["));
        Assert.That(
            dashboards.SelectMany(Subjects.Panels)
                .SelectMany(panel => panel["targets"]?.AsArray() ?? [])
                .Select(target => (string?)target!["expr"] ?? ""),
            Has.None.Contains("$__interval ").And.None.Contains("[["));
    }
}
