namespace Tricorder.ApiServer.Grafana.Datasources;

/// <summary>What the server keeps a datasource for by itself; the configuration says what it is like.</summary>
internal static class DatasourcePurpose
{
    /// <summary>The observability database.</summary>
    public const string Database = "database";

    /// <summary>PromScale, or whatever else answers PromQL.</summary>
    public const string Prometheus = "prometheus";
}
