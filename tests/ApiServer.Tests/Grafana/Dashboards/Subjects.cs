using System.Text.Json.Nodes;
using Tricorder.ApiServer.Grafana.Dashboards;

namespace Tricorder.ApiServer.Tests.Grafana.Dashboards;

/// <summary>Modules to make dashboards of.</summary>
internal static class Subjects
{
    public const string ModuleId = "0198c0de-0000-7000-8000-00000000f00d";
    public const string Table = "tricorder_module_0198c0de_0000_7000_8000_00000000f00d";

    public static readonly DashboardDatasource Datasource = new("tricorder-db", "Tricorder", "grafana-postgresql-datasource");

    public static DashboardSubject Default(string panel = "") => With(
        panel,
        new("node", ColumnKind.Text),
        new("count", ColumnKind.Integer),
        new("latency_ns", ColumnKind.Double),
        new("data", ColumnKind.Jsonb));

    public static DashboardSubject With(string panel, params DashboardColumn[] columns) => new()
    {
        ModuleId = ModuleId,
        Name = "tcp-connect",
        Description = "Connections of ${__user.login}.",
        Revision = 3,
        Relation = new ModuleRelation(Table, columns),
        Fields =
        [
            new("data", ["pid"], ValueTypes.Number, false),
            new("data", ["comm"], ValueTypes.Text, true),
            new("gone", ["x"], ValueTypes.Text, true),
        ],
        Panel = panel,
        PageUrl = "https://tricorder.example/modules/" + ModuleId,
    };

    public static JsonObject Generate(DashboardSubject subject, int major = 11, int minor = 3) =>
        ModuleDashboard.Generate(subject, DashboardDialect.Of(major, minor), Datasource);

    public static IEnumerable<JsonObject> Panels(JsonNode dashboard) => dashboard["panels"]!.AsArray().Select(panel => panel!.AsObject())
        .SelectMany(panel => panel["panels"] is JsonArray ? Panels(panel).Prepend(panel) : [panel]);

    public static JsonObject Panel(JsonNode dashboard, string title) => Panels(dashboard).Single(panel => (string?)panel["title"] == title);

    public static string Sql(JsonNode dashboard, string title) => (string)Panel(dashboard, title)["targets"]![0]!["rawSql"]!;
}
