using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Client;

/// <param name="Id">Before 8.0 the only way to name it when a dashboard is saved.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="Title">Its title.</param>
internal sealed record GrafanaFolder(long Id, string Uid, string Title)
{
    public static GrafanaFolder Of(JsonNode node) => new(node.Number("id"), node.Text("uid"), node.Text("title"));
}
