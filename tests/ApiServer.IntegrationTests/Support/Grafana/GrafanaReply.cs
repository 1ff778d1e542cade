using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

internal sealed record GrafanaReply(int Status, JsonNode Body)
{
    public static GrafanaReply Ok(JsonNode body) => new(200, body);

    public static GrafanaReply Error(int status, string message, string? word = null)
    {
        var body = new JsonObject { ["message"] = message };
        if (word is not null)
        {
            body["status"] = word;
        }

        return new GrafanaReply(status, body);
    }

    public static GrafanaReply NoSuchPath() => Error(404, "Not found");
}
