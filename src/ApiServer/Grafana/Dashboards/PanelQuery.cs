namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>What a panel asks.</summary>
/// <param name="Sql">SQL with Grafana's macros.</param>
/// <param name="IsTimeSeries">The result has a column <c>time</c>, and series; else it is a table.</param>
internal sealed record PanelQuery(string Sql, bool IsTimeSeries = false)
{
    public string Format => IsTimeSeries ? "time_series" : "table";
}
