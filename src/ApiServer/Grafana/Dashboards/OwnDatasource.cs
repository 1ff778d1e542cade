using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>
/// The datasource that a module's panel names, if it is another than ours and one that can be there: not the default, and none of the
/// placeholders that Grafana writes when it exports a panel for others.
/// </summary>
internal static class PanelDatasource
{
    public static JsonNode? Of(JsonNode? given, DashboardDialect dialect, DashboardDatasource ours)
    {
        var (uid, isObject) = given switch
        {
            JsonObject reference => (TextOf(reference["uid"]), true),
            JsonValue value => (TextOf(value), false),
            _ => (null, false),
        };
        if (string.IsNullOrEmpty(uid) || uid == "default" || uid.StartsWith('$') || uid == ours.Uid || uid == ours.Name)
        {
            return null;
        }

        // A name is understood by all versions; a reference by those that write them.
        return isObject && dialect.ObjectReferences ? given!.DeepClone() : JsonValue.Create(uid);
    }

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
