using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>Fields of an answer. One that is absent or of another type reads as empty: versions differ in what they send.</summary>
internal static class JsonFields
{
    public static string Text(this JsonNode node, string name) =>
        Value(node, name) is { } value && value.TryGetValue(out string? text) ? text ?? "" : "";

    public static bool Flag(this JsonNode node, string name) => Value(node, name) is { } value && value.TryGetValue(out bool flag) && flag;

    // Ids are as large as 63 bits from 12 on.
    public static long Number(this JsonNode node, string name) =>
        Value(node, name) is { } value && value.TryGetValue(out long number) ? number : 0;

    public static DateTimeOffset? Time(this JsonNode node, string name) =>
        Value(node, name) is { } value && value.GetValueKind() == JsonValueKind.String && value.TryGetValue(out DateTimeOffset time)
            ? time
            : null;

    public static JsonObject Object(this JsonNode node, string name) => (node as JsonObject)?[name] as JsonObject ?? [];

    private static JsonValue? Value(JsonNode node, string name) => (node as JsonObject)?[name] as JsonValue;
}
