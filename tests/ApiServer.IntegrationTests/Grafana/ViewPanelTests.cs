using Tricorder.ApiServer.Grafana.Dashboards;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.ObservabilityDb.Tables;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>A module whose columns changed their types has several tables; its dashboard reads the view over them.</summary>
public class ViewPanelTests
{
    private const string First = DashboardFixture.Table;
    private const string Second = DashboardFixture.Table + "_v2";

    private static readonly TableColumn Time = new("time", "timestamp with time zone");

    [Test]
    public async Task Panels_OverTheView_RowsOfAllTables()
    {
        var url = await PostgresCluster.Shared.CreateDatabaseAsync();
        ModuleTable[] family =
        [
            new(First, DashboardFixture.ModuleId, 1, [new("n", "integer"), new("data", "jsonb"), Time]),
            new(Second, DashboardFixture.ModuleId, 2, [new("n", "text"), new("data", "jsonb"), new("extra", "double precision"), Time]),
        ];
        await PostgresCluster.ExecuteAsync(url, $$"""
            CREATE TABLE {{First}} (n integer, data jsonb, time timestamptz NOT NULL DEFAULT now());
            CREATE TABLE {{Second}} (n text, data jsonb, extra double precision, time timestamptz NOT NULL DEFAULT now());
            INSERT INTO {{First}} VALUES (1, '{"a":1}');
            INSERT INTO {{Second}} VALUES ('one', '{"a":"x"}', 2.5);
            {{TableView.Create(First + "_all", family)}}
            """);
        var relation = ModuleRelation.Of(DashboardFixture.ModuleId, family, hasView: true)!;
        await using var connection = await PostgresCluster.OpenAsync(url);
        var fields = await new SampleStore().SampleAsync(connection, relation, default);
        var dashboard = ModuleDashboard.Generate(
            new DashboardSubject { ModuleId = DashboardFixture.ModuleId, Name = "m", Relation = relation, Fields = fields },
            DashboardFixture.Dialect, DashboardFixture.Datasource);

        var rows = await new PanelRun(url).RunAsync(dashboard);

        Assert.That(relation.Name, Is.EqualTo(First + "_all"));
        Assert.That(rows["Latest rows"], Has.Count.EqualTo(2));
        Assert.That(rows["Top n"].Select(row => row[0]), Is.EquivalentTo(new[] { "1", "one" }));
        Assert.That(rows["extra"].Max(row => row[2]), Is.EqualTo(2.5));
        Assert.That(rows["data.a"].Max(row => row[2]), Is.EqualTo(1.0));
    }
}
