using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Publishing;

/// <summary>
/// Tells whether two dashboards are the same but for what Grafana itself counts, and for the order of members, which Grafana does not keep.
/// </summary>
internal static class ContentHash
{
    private static readonly string[] Counted = ["id", "version", "iteration"];

    public static string Of(JsonObject dashboard)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, dashboard, skip: Counted);
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.ToArray()));
    }

    private static void Write(Utf8JsonWriter writer, JsonNode? node, string[] skip)
    {
        switch (node)
        {
            case JsonObject item:
                writer.WriteStartObject();
                foreach (var (name, value) in item
                    .Where(member => member.Value is not null && !skip.Contains(member.Key))
                    .OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    Write(writer, value, []);
                }

                writer.WriteEndObject();
                break;
            case JsonArray list:
                writer.WriteStartArray();
                foreach (var value in list)
                {
                    Write(writer, value, []);
                }

                writer.WriteEndArray();
                break;
            case JsonValue number when number.GetValueKind() == JsonValueKind.Number:
                WriteNumber(writer, number.ToJsonString());
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }

    /// <summary>1 and 1.0 are one number; one beyond what a double holds is told by its digits.</summary>
    private static void WriteNumber(Utf8JsonWriter writer, string digits)
    {
        if (double.Parse(digits, CultureInfo.InvariantCulture) is var number && double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(digits);
        }
    }
}
