using System.Globalization;
using System.Text.Json.Nodes;
using Tricorder.ApiServer.Grafana.Dashboards;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>A database with a module's table in it, and the dashboards over it.</summary>
internal sealed class DashboardFixture
{
    public const string ModuleId = "0198c0de-0000-7000-8000-00000000f00d";
    public const string Table = "tricorder_module_0198c0de_0000_7000_8000_00000000f00d";

    public static readonly DashboardDatasource Datasource = new("tricorder-db", "Tricorder", "grafana-postgresql-datasource");
    public static readonly DashboardDialect Dialect = DashboardDialect.Of(11, 3);

    private DashboardFixture(string url, ModuleRelation relation)
    {
        Url = url;
        Relation = relation;
        Run = new PanelRun(url);
    }

    public string Url { get; }

    public ModuleRelation Relation { get; }

    public PanelRun Run { get; }

    public static async Task<DashboardFixture> CreateAsync(params (string Name, string Type)[] columns)
    {
        var url = await PostgresCluster.Shared.CreateDatabaseAsync();
        var defined = columns.Select(column => $"{Quote(column.Name)} {column.Type}").Append("time timestamptz NOT NULL DEFAULT now()");
        await PostgresCluster.ExecuteAsync(
            url, $"CREATE TABLE {Table} ({string.Join(", ", defined)}); CREATE INDEX ON {Table} (time DESC)");
        return new DashboardFixture(
            url, new ModuleRelation(Table, [.. columns.Select(column => new DashboardColumn(column.Name, ColumnKinds.Of(column.Type)))]));
    }

    /// <summary>Values are SQL, one for each column, a second apart.</summary>
    public async Task InsertAsync(params string[][] rows)
    {
        var values = rows.Select(
            (row, index) => $"({string.Join(", ", row)}, now() - interval '{index.ToString(CultureInfo.InvariantCulture)} seconds')");
        await PostgresCluster.ExecuteAsync(Url, $"INSERT INTO {Table} VALUES {string.Join(", ", values)}");
    }

    public async Task<IReadOnlyList<SampledField>> SampleAsync()
    {
        await using var connection = await PostgresCluster.OpenAsync(Url);
        return await new SampleStore().SampleAsync(connection, Relation, default);
    }

    public async Task<JsonObject> GenerateAsync(string panel = "") => ModuleDashboard.Generate(
        new DashboardSubject { ModuleId = ModuleId, Name = "m", Relation = Relation, Fields = await SampleAsync(), Panel = panel },
        Dialect,
        Datasource);

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A string constant that PostgreSQL reads as it is.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
