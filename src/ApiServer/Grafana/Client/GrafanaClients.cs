namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>Clients of the configured Grafana. They are light: connections, repeats and what is known of the version are shared.</summary>
internal sealed class GrafanaClients(GrafanaTransport transport, GrafanaVersions versions)
{
    public GrafanaClient As(IGrafanaAuthority authority) => new(new GrafanaSession(transport, versions, authority));
}
