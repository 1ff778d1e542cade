using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Client;

internal sealed record GrafanaServiceAccount(long Id, string Name, string Role, bool IsDisabled)
{
    public static GrafanaServiceAccount Of(JsonNode node) =>
        new(node.Number("id"), node.Text("name"), node.Text("role"), node.Flag("isDisabled"));
}
