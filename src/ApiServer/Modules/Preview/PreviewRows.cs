using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Modules.Preview;

/// <summary>Turns the output of a function into the row that an agent would insert, or says why it would not.</summary>
internal static class PreviewRows
{
    private const int DeepestDocument = 64;
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = DeepestDocument };

    /// <summary>The row, or null and why there is none.</summary>
    public static (JsonObject? Row, string Error) Decode(
        ReadOnlyMemory<byte> output, WasmEncoding encoding, IReadOnlyList<OutputField> fields)
    {
        if (encoding == WasmEncoding.Tlv)
        {
            return (null, "a preview does not decode WASM_ENCODING_TLV; the bytes are in runs.output");
        }

        string text;
        try
        {
            text = StrictUtf8.GetString(output.Span.TrimEnd((byte)0));
        }
        catch (DecoderFallbackException)
        {
            return (null, "the output is not UTF-8 text");
        }

        if (text.Length == 0)
        {
            return (null, "the output is empty: the function wrote no row, or one that did not fit its buffer");
        }

        return encoding == WasmEncoding.None ? DecodeText(text, fields[0]) : DecodeJson(text, fields);
    }

    private static (JsonObject?, string) DecodeText(string text, OutputField field) => field.Type switch
    {
        FieldType.Json or FieldType.Jsonb => DecodeJson(text, [field]),
        FieldType.Text or FieldType.Date or FieldType.Timestamptz => Row([field], new JsonObject { [field.Name] = text }),
        _ => Parse(text) is { } value
            ? Row([field], new JsonObject { [field.Name] = value })
            : (null, $"the output is not a value for the column '{field.Name}' of type {ColumnValues.NameOf(field.Type)}"),
    };

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (JsonObject?, string) DecodeJson(string text, IReadOnlyList<OutputField> fields)
    {
        JsonNode? document;
        try
        {
            document = JsonNode.Parse(text, documentOptions: Strict);
        }
        catch (JsonException e)
        {
            return (null, $"the output is not one JSON document (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})");
        }

        if (fields is [{ Type: FieldType.Json or FieldType.Jsonb } only])
        {
            return Row(fields, new JsonObject { [only.Name] = document });
        }

        return document is JsonObject row
            ? Row(fields, row)
            : (null, "the output must be a JSON object with a member for each column");
    }

    private static (JsonObject?, string) Row(IReadOnlyList<OutputField> fields, JsonObject row)
    {
        try
        {
            foreach (var (name, value) in row)
            {
                if (fields.FirstOrDefault(field => field.Name == name) is not { } field)
                {
                    return (null, $"the output has '{MessageText.Name(name)}', which is no column of output_schema");
                }

                if (ColumnValues.Problem(value, field.Type) is { } problem)
                {
                    return (null, $"the value for the column '{name}' {problem}");
                }
            }
        }
        catch (ArgumentException)
        {
            // Members are looked at only when asked for: that is when a name that comes twice is seen.
            return (null, "the output has a member twice");
        }

        return (row, "");
    }
}
