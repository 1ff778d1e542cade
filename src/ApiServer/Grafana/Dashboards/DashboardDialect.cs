using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>
/// How a version of Grafana wants a dashboard written. From 8.3 on datasources are objects of type and uid, before they are names; each
/// version migrates older schema versions itself, so that of 7.5 and that of 9.0 are enough for all.
/// </summary>
internal sealed record DashboardDialect(bool ObjectReferences)
{
    public int SchemaVersion => ObjectReferences ? 36 : 27;

    public static DashboardDialect Of(int major, int minor) => new(major > 8 || (major == 8 && minor >= 3));

    public JsonNode Refer(DashboardDatasource datasource) => ObjectReferences
        ? new JsonObject { ["type"] = datasource.Type, ["uid"] = datasource.Uid }
        : JsonValue.Create(datasource.Name);

    /// <summary>The datasource that has the annotations which were made with Grafana's API.</summary>
    public JsonNode ReferToGrafana() => Refer(new DashboardDatasource("-- Grafana --", "-- Grafana --", "grafana"));
}
