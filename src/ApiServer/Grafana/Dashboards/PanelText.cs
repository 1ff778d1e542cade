using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>
/// Copies a panel and puts the module's table in where it says so. Grafana would do that itself, by the dashboard's variable, but not for
/// alerts. Of members that are there twice the last counts, as in browsers.
/// </summary>
internal sealed class PanelText(string table)
{
    public JsonNode? Copy(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var copy = new JsonObject();
                foreach (var member in element.EnumerateObject())
                {
                    copy[member.Name] = Copy(member.Value);
                }

                return copy;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select(Copy)]);
            case JsonValueKind.String:
                return JsonValue.Create(PutIn(element.GetString()!));
            case JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(element.Clone());
        }
    }

    private string PutIn(string text) => text
        .Replace("${" + ModuleDashboard.TableVariable + ":raw}", table, StringComparison.Ordinal)
        .Replace("${" + ModuleDashboard.TableVariable + "}", table, StringComparison.Ordinal);
}
