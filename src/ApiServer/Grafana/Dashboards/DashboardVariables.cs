using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>Variables of a dashboard, as Grafana writes them.</summary>
internal static class DashboardVariables
{
    private const int Hidden = 2;
    private const int OnTimeRange = 2;
    private const int Alphabetical = 1;

    /// <summary>Several values of a query's result, or all. Grafana does not quote what stands for all: it is SQL.</summary>
    public static JsonObject Query(string name, string label, string sql, string all, JsonNode datasource) => new()
    {
        ["type"] = "query",
        ["name"] = name,
        ["label"] = label,
        ["datasource"] = datasource,
        ["query"] = sql,
        ["definition"] = sql,
        ["refresh"] = OnTimeRange,
        ["regex"] = "",
        ["sort"] = Alphabetical,
        ["multi"] = true,
        ["includeAll"] = true,
        ["allValue"] = all,
        ["hide"] = 0,
        ["skipUrlSync"] = false,
        ["options"] = new JsonArray(),
        ["current"] = new JsonObject { ["selected"] = true, ["text"] = new JsonArray("All"), ["value"] = new JsonArray("$__all") },
    };

    /// <summary>A value that panels may refer to and nobody sees.</summary>
    public static JsonObject Constant(string name, string value) => new()
    {
        ["type"] = "constant",
        ["name"] = name,
        ["query"] = value,
        ["hide"] = Hidden,
        ["skipUrlSync"] = true,
        ["options"] = new JsonArray(Option(value)),
        ["current"] = Option(value),
    };

    private static JsonObject Option(string value) => new() { ["selected"] = true, ["text"] = value, ["value"] = value };
}
