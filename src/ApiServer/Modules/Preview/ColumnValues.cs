using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Modules.Preview;

/// <summary>Whether PostgreSQL would take a value for a column.</summary>
internal static class ColumnValues
{
    /// <summary>What is wrong, to follow "the value for the column x"; null when nothing is.</summary>
    public static string? Problem(JsonNode? value, FieldType type)
    {
        if (value is null || type == FieldType.Json)
        {
            return null;
        }

        if (type == FieldType.Jsonb)
        {
            return HasNul(value) ? "has the character \\u0000, which JSONB can not hold" : null;
        }

        var kind = value.GetValueKind();
        return type switch
        {
            FieldType.Bool => Unless(kind is JsonValueKind.True or JsonValueKind.False, type, "true or false"),
            FieldType.Int or FieldType.Integer => Unless(IsNumber<int>(value), type, "a whole number of 32 bits"),
            FieldType.Bigint => Unless(IsNumber<long>(value), type, "a whole number of 64 bits"),
            FieldType.Double => Unless(kind == JsonValueKind.Number, type, "a number"),
            FieldType.Date => Unless(IsDate(value), type, "a date as text, such as \"2026-01-31\""),
            FieldType.Timestamptz => Unless(IsTime(value), type, "a time as text, such as \"2026-01-31T12:00:00Z\""),
            _ => kind != JsonValueKind.String ? Unless(false, type, "text")
                : HasNul(value) ? "has the character \\u0000, which TEXT can not hold" : null,
        };
    }

    public static string NameOf(FieldType type) => type.ToString().ToUpperInvariant();

    private static string? Unless(bool fits, FieldType type, string wanted) => fits ? null : $"does not fit {NameOf(type)}: write {wanted}";

    private static bool IsNumber<T>(JsonNode value)
        where T : struct => value is JsonValue number && number.GetValueKind() == JsonValueKind.Number && number.TryGetValue<T>(out _);

    private static string? TextOf(JsonNode value) => value is JsonValue text && text.TryGetValue<string>(out var given) ? given : null;

    private static bool IsDate(JsonNode value) =>
        DateOnly.TryParseExact(TextOf(value), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsTime(JsonNode value) =>
        TextOf(value) is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
        && text.Length > 10;

    private static bool HasNul(JsonNode? value) => value switch
    {
        JsonObject members => members.Any(member => member.Key.Contains('\0') || HasNul(member.Value)),
        JsonArray items => items.Any(HasNul),
        null => false,
        _ => TextOf(value)?.Contains('\0') ?? false,
    };
}
