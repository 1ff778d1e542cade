namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>A column of the table or view that a dashboard reads.</summary>
internal sealed record DashboardColumn(string Name, ColumnKind Kind)
{
    public bool IsDocument => Kind is ColumnKind.Json or ColumnKind.Jsonb;
}
