using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Google.Protobuf.Reflection;

namespace Tricorder.ApiServer.Hosting.Web;

/// <summary>
/// What the transcoder takes for a number, a bool, bytes or an enum. It is stricter than protobuf JSON is: only 64-bit numbers may be
/// written as strings, and bytes are base64 of the standard alphabet.
/// </summary>
internal static class JsonScalars
{
    private const string NotUnicode = "must be Unicode: it has half of a surrogate pair, or bytes that are not UTF-8";

    private static readonly string[] NonNumbers = ["NaN", "Infinity", "-Infinity"];

    public static string? Problem(ref Utf8JsonReader reader, FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => Text(ref reader),
        FieldType.Bytes => IsBase64(ref reader) ? null : "must be a base64 string",
        FieldType.Bool => reader.TokenType is JsonTokenType.True or JsonTokenType.False ? null : "must be true or false",
        FieldType.Float or FieldType.Double => IsNumber(ref reader) ? null : "must be a number",
        FieldType.Enum => IsEnum(ref reader, field.EnumType)
            ? null
            : "must be one of " + string.Join(", ", field.EnumType.Values.Skip(1).Select(value => value.Name)),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 =>
            reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out _) ? null : Range(int.MinValue, int.MaxValue),
        FieldType.UInt32 or FieldType.Fixed32 =>
            reader.TokenType == JsonTokenType.Number && reader.TryGetUInt32(out _) ? null : Range(uint.MinValue, uint.MaxValue),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => IsInt64(ref reader) ? null : Range(long.MinValue, long.MaxValue),
        FieldType.UInt64 or FieldType.Fixed64 => IsUInt64(ref reader) ? null : Range(ulong.MinValue, ulong.MaxValue),
        _ => null,
    };

    private static string Range(decimal min, decimal max) => $"must be a whole number from {min} to {max}";

    /// <summary>The transcoder refuses what is not Unicode, without a word on where it is.</summary>
    private static string? Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return "must be a string";
        }

        if (!reader.ValueIsEscaped)
        {
            return Utf8.IsValid(reader.ValueSpan) ? null : NotUnicode;
        }

        try
        {
            reader.GetString();
            return null;
        }
        catch (InvalidOperationException)
        {
            return NotUnicode;
        }
    }

    private static bool IsInt64(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.TryGetInt64(out _),
        JsonTokenType.String => long.TryParse(reader.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        _ => false,
    };

    private static bool IsUInt64(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.TryGetUInt64(out _),
        JsonTokenType.String => ulong.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out _),
        _ => false,
    };

    private static bool IsNumber(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number || (reader.TokenType == JsonTokenType.String && NonNumbers.Contains(reader.GetString()));

    private static bool IsEnum(ref Utf8JsonReader reader, EnumDescriptor type) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.TryGetInt32(out _),
        JsonTokenType.String => type.FindValueByName(reader.GetString()) is not null,
        _ => false,
    };

    /// <summary>Looked at in place: the bytes may be megabytes.</summary>
    private static bool IsBase64(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && (reader.ValueIsEscaped || Base64.IsValid(reader.ValueSpan));
}
