using System.Text.Json.Nodes;
using Tricorder.ApiServer.Grafana.Dashboards.BuiltIn;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>The built-in dashboard over cluster metadata, in PostgreSQL.</summary>
[Parallelizable(ParallelScope.All)]
public class KubernetesPanelTests
{
    private static readonly string[] AllTables = [.. KubernetesTables.Objects, KubernetesTables.ProcessInfo];

    private static readonly (string Table, string Data)[] Default =
    [
        ("nodes", """
            {"metadata":{"name":"n1"},"status":{"conditions":[{"type":"DiskPressure","status":"False"},{"type":"Ready","status":"True"}],
            "nodeInfo":{"kernelVersion":"6.1.0","osImage":"Linux","architecture":"amd64","kubeletVersion":"v1.31.0"},"capacity":{"cpu":"4","memory":"8Gi"}}}
            """),
        ("namespaces", """{"metadata":{"name":"default"}}"""),
        ("pods", """
            {"metadata":{"name":"web-1","namespace":"default"},"spec":{"nodeName":"n1"},
            "status":{"phase":"Running","containerStatuses":[{"name":"a","restartCount":2},{"name":"b","restartCount":1}]}}
            """),
        ("pods", """{"metadata":{"name":"db-1","namespace":"other"},"spec":{"nodeName":"n1"},"status":{"phase":"Pending"}}"""),
        ("deployments",
            """{"metadata":{"name":"web","namespace":"default"},"spec":{"replicas":3},"status":{"readyReplicas":2,"updatedReplicas":3}}"""),
        ("replicasets", """{"metadata":{"name":"web-abc","namespace":"default"}}"""),
        ("services", """
            {"metadata":{"name":"web","namespace":"default"},"spec":{"type":"ClusterIP","clusterIP":"10.0.0.1",
            "ports":[{"port":80,"protocol":"TCP"},{"port":53,"protocol":"UDP"}]}}
            """),
        ("endpoints", """{"metadata":{"name":"web","namespace":"default"}}"""),
        ("process_info", """
            {"procList":[{"id":17,"createTime":1700000000},{"id":18,"createTime":1700000001}],
            "container":{"id":"c1","name":"a","podUid":"u","podName":"web-1","qosClass":"Burstable"}}
            """),
    ];

    [Test]
    public async Task Panels_UsualObjects_EachAnswersWithRows()
    {
        var url = await CreateAsync(AllTables, Default);
        var dashboard = Generate(AllTables);
        var run = new PanelRun(url);

        var all = await run.RunAsync(dashboard);
        var one = await run.RunAsync(dashboard, ("namespace", ["default"]));
        var namespaces = await run.QueryAsync((string)PanelRun.Variable(dashboard, "namespace")["query"]!);

        Assert.That(all, Has.Count.EqualTo(12));
        Assert.That(all.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key), Is.Empty);
        Assert.That(all["Objects"].Single(), Is.EqualTo(new object[] { 1L, 1L, 2L, 1L, 1L, 1L, 1L }));
        Assert.That(all["Restarts"].Single(), Is.EqualTo(new object[] { "default", "web-1", 3.0 }));
        Assert.That(all["Deployments"].Single()[..5], Is.EqualTo(new object[] { "default", "web", 3.0, 2.0, 3.0 }));
        Assert.That(all["Nodes"].Single()[..3], Is.EqualTo(new object[] { "n1", "True", "6.1.0" }));
        Assert.That(all["Services"].Single()[4], Is.EqualTo("80/TCP, 53/UDP"));
        Assert.That(all["Processes followed"].Single(), Is.EqualTo(new object[] { 1L, 2L }));
        Assert.That(all["Processes"], Has.Count.EqualTo(2));
        Assert.That((all["Pods by phase"].Count, one["Pods by phase"].Count), Is.EqualTo((2, 1)));
        Assert.That(namespaces.Select(row => row[0]), Is.EqualTo(new[] { "default", "other" }));
    }

    [Test]
    public async Task Panels_ObjectsOfNoUsualShape_NoErrors()
    {
        string[] shapes = ["{}", "[]", "null", "1", """{"metadata":1,"spec":[],"status":"x","container":2,"procList":{}}""", """
            {"metadata":{"name":{},"namespace":[]},"spec":{"replicas":"many","ports":[1,null,{"port":{}}]},
            "status":{"containerStatuses":[{"restartCount":1e300},{"restartCount":"x"},3],"conditions":[[],{"type":"Ready"}]},"procList":[1,{"id":{}}]}
            """];
        var url = await CreateAsync(AllTables, [.. AllTables.SelectMany(table => shapes.Select(shape => (table, shape)))]);

        Assert.That(async () => await new PanelRun(url).RunAsync(Generate(AllTables)), Throws.Nothing);
    }

    [TestCase("pods")]
    [TestCase("nodes")]
    [TestCase("process_info")]
    [TestCase("services,namespaces")]
    public async Task Panels_SomeTablesOnly_NoneAsksForOthers(string there)
    {
        var tables = there.Split(',');
        var url = await CreateAsync(tables, [.. Default.Where(row => tables.Contains(row.Table))]);

        var rows = await new PanelRun(url).RunAsync(Generate(tables));

        Assert.That(rows, Is.Not.Empty);
        Assert.That(rows.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key), Is.Empty);
    }

    private static JsonObject Generate(string[] tables) =>
        KubernetesDashboard.Generate("lab", tables.ToHashSet(), DashboardFixture.Dialect, DashboardFixture.Datasource);

    private static async Task<string> CreateAsync(string[] tables, (string Table, string Data)[] rows)
    {
        var url = await PostgresCluster.Shared.CreateDatabaseAsync();
        var create = tables.Select(table =>
            $"CREATE TABLE {table} (uid text PRIMARY KEY, resource_version text, data jsonb NOT NULL, "
            + "update_time timestamptz NOT NULL DEFAULT now())");
        var insert = rows.Select((row, index) => $"INSERT INTO {row.Table} VALUES ('u{index}', '1', {DashboardFixture.Literal(row.Data)})");
        await PostgresCluster.ExecuteAsync(url, string.Join(";", [.. create, .. insert]));
        return url;
    }
}
