using System.Text.Json;

namespace Tricorder.ApiServer.Kubernetes.Objects;

/// <summary>Looks into JSON of which nothing is sure.</summary>
internal static class LooseJson
{
    public static JsonElement Child(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var child) ? child : default;

    /// <summary>Empty for what is no text, or no Unicode.</summary>
    public static string Text(JsonElement item, string name)
    {
        try
        {
            return Child(item, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }
}
