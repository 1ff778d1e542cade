using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>The dashboard variable that chooses nodes, where a table has a column that says which node a row is from.</summary>
internal sealed record NodeVariable(string Column)
{
    public const string Name = "node";

    private const int MaxNodes = 5000;
    private static readonly string[] Names = ["node", "node_name", "nodename", "host", "hostname"];

    /// <summary>
    /// What Grafana puts in for "All" is this very expression, so that the condition is true of every row, those without a node and those
    /// of nodes that are not in the list included.
    /// </summary>
    private string Value => $"coalesce({GrafanaText.Identifier(Column)}, '')";

    public string Filter => $"{Value} IN (${{{Name}:sqlstring}})";

    public static NodeVariable? Find(IReadOnlyList<DashboardColumn> columns) => Names
        .Select(name => columns.FirstOrDefault(
            column => column.Kind == ColumnKind.Text && column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        .FirstOrDefault(column => column is not null) is { } found ? new NodeVariable(found.Name) : null;

    public JsonObject ToJson(string relation, JsonNode datasource) => DashboardVariables.Query(
        Name,
        "Node",
        $"SELECT DISTINCT {GrafanaText.Identifier(Column)} FROM {GrafanaText.Identifier(relation)} "
        + $"WHERE $__timeFilter(time) AND {GrafanaText.Identifier(Column)} <> '' ORDER BY 1 LIMIT {MaxNodes}",
        Value,
        datasource);
}
