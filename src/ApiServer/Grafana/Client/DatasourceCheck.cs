namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>Whether Grafana can read from a datasource, and what it says about it.</summary>
internal sealed record DatasourceCheck(bool IsOk, string Message);
