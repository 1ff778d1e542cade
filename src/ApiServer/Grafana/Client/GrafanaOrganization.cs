namespace Tricorder.ApiServer.Grafana.Client;

internal sealed record GrafanaOrganization(long Id, string Name);
