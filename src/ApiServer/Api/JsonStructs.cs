using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;

namespace Tricorder.ApiServer.Api;

/// <summary>JSON as google.protobuf.Struct.</summary>
internal static class JsonStructs
{
    // Beyond it, not every whole number is a double.
    private const long MaxExact = 1L << 53;

    public static Struct ToStruct(JsonObject row)
    {
        var message = new Struct();
        foreach (var (name, value) in row)
        {
            message.Fields[name] = ToValue(value);
        }

        return message;
    }

    private static Value ToValue(JsonNode? node) => node switch
    {
        null => Value.ForNull(),
        JsonObject row => Value.ForStruct(ToStruct(row)),
        JsonArray items => Value.ForList([.. items.Select(ToValue)]),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.True => Value.ForBool(true),
            JsonValueKind.False => Value.ForBool(false),
            JsonValueKind.String => Value.ForString(node.GetValue<string>()),
            _ => ToNumber(node),
        },
    };

    /// <summary>Numbers that a double can not hold exactly are shown as text, as protobuf JSON shows int64.</summary>
    private static Value ToNumber(JsonNode node)
    {
        var text = node.ToJsonString();
        var number = node.AsValue();
        var isExact = number.TryGetValue<long>(out var whole)
            ? whole is >= -MaxExact and <= MaxExact
            : text.AsSpan().ContainsAny('.', 'e', 'E');
        return isExact && number.TryGetValue<double>(out var value) && double.IsFinite(value)
            ? Value.ForNumber(value)
            : Value.ForString(text);
    }
}
