namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>The queries over a module's rows in the time range that the dashboard shows.</summary>
internal sealed class RowQueries(ModuleRelation relation, NodeVariable? node)
{
    private const int LatestRows = 100;
    private const int TopValues = 10;
    private const int MaxValue = 200;
    private const string Time = "$__timeGroupAlias(time,$__interval)";
    private const string FilledTime = "$__timeGroupAlias(time,$__interval,0)";

    private string Source { get; } =
        $"FROM {GrafanaText.Identifier(relation.Name)} WHERE $__timeFilter(time)" + (node is null ? "" : " AND " + node.Filter);

    public PanelQuery Rate() =>
        Series(FilledTime, "(count(*) * 60000.0 / $__interval_ms)::double precision AS \"rows per minute\"");

    /// <summary>The newest rows: what was found in documents comes first, so that it is not lost behind them.</summary>
    public PanelQuery Latest(IReadOnlyList<DashboardColumn> columns, IReadOnlyList<(string Name, DocumentPath Path, bool IsNumber)> members)
    {
        var shown = members.Select(member =>
                (member.IsNumber ? member.Path.AsNumber : $"left({member.Path.Text}, {MaxValue})")
                    + $" AS {GrafanaText.Alias(member.Name)}")
            .Concat(columns.Select(column => $"{new ColumnSql(column).Shown} AS {GrafanaText.Identifier(column.Name)}"));
        return new PanelQuery($"SELECT {string.Join(", ", shown.Prepend("time"))} {Source} ORDER BY time DESC LIMIT {LatestRows}");
    }

    public PanelQuery Number(string number) => Series(Time, $"avg({number}) AS \"average\", max({number}) AS \"maximum\"");

    public PanelQuery Flag(string isTrue, string isFalse) =>
        Series(FilledTime, $"count(*) FILTER (WHERE {isTrue}) AS \"true\", count(*) FILTER (WHERE {isFalse}) AS \"false\"");

    public PanelQuery Top(string value) =>
        new($"SELECT {value} AS \"value\", count(*) AS \"rows\" {Source} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {TopValues}");

    public PanelQuery Top(DocumentPath path) => new(
        $"SELECT left({path.Text}, {MaxValue}) AS \"value\", count(*) AS \"rows\" {Source} AND {path.IsScalar} "
        + $"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {TopValues}");

    public PanelQuery Range(string time) =>
        new($"SELECT min({time}) AS \"oldest\", max({time}) AS \"newest\", count({time}) AS \"rows\" {Source}");

    private PanelQuery Series(string time, string values) =>
        new($"SELECT {time}, {values} {Source} GROUP BY 1 ORDER BY 1", IsTimeSeries: true);
}
