namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>What panels can do with a column.</summary>
internal enum ColumnKind
{
    Text,
    Integer,
    Double,
    Bool,
    Date,
    Time,
    Json,
    Jsonb,
}
