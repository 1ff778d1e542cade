namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>The datasource that panels read, as Grafana knows it.</summary>
/// <param name="Uid">Its uid.</param>
/// <param name="Name">Its name; versions before 8.3 refer to datasources by name.</param>
/// <param name="Type"><c>postgres</c>, <c>grafana-postgresql-datasource</c> or <c>prometheus</c>.</param>
internal sealed record DashboardDatasource(string Uid, string Name, string Type);
