using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>A token or API key as Grafana lists it: without its secret, which it shows only once.</summary>
internal sealed record GrafanaToken(long Id, string Name, DateTimeOffset? Expiration)
{
    public static GrafanaToken Of(JsonNode node) => new(node.Number("id"), node.Text("name"), node.Time("expiration"));
}
