using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Events;

/// <summary>
/// What changed, as JSON: <c>{"field":{"from":...,"to":...}}</c>. Fields that stayed are left out; programs are told by digest and
/// length, never by content. What is too long to keep names the fields alone.
/// </summary>
internal sealed class ChangeText
{
    public const int Limit = 4096;

    private const int ValueLimit = 256;
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject _fields = [];

    /// <summary>A small value.</summary>
    public ChangeText Value<T>(string field, T? from, T? to) => Add(field, Node(from), Node(to));

    /// <summary>A program or another body.</summary>
    public ChangeText Body(string field, string? from, string? to) => Body(field, Bytes(from), Bytes(to));

    /// <inheritdoc cref="Body(string, string?, string?)"/>
    public ChangeText Body(string field, ReadOnlyMemory<byte>? from, ReadOnlyMemory<byte>? to) => Add(field, Digest(from), Digest(to));

    public override string ToString()
    {
        if (_fields.Count == 0)
        {
            return "";
        }

        var text = _fields.ToJsonString(Readable);
        return text.Length <= Limit
            ? text
            : new JsonObject { ["fields"] = new JsonArray([.. _fields.Select(field => (JsonNode?)field.Key)]) }.ToJsonString(Readable);
    }

    private ChangeText Add(string field, JsonNode? from, JsonNode? to)
    {
        if (!JsonNode.DeepEquals(from, to))
        {
            var change = new JsonObject();
            if (from is not null)
            {
                change["from"] = from;
            }

            if (to is not null)
            {
                change["to"] = to;
            }

            _fields[field] = change;
        }

        return this;
    }

    private static JsonNode? Node<T>(T? value) => value switch
    {
        string text => text.Length == 0 ? null : JsonValue.Create(Safe(text)),
        IReadOnlyDictionary<string, string> pairs =>
            new JsonObject(pairs.Select(pair => KeyValuePair.Create(Safe(pair.Key), (JsonNode?)Redaction.Of(pair.Key, Safe(pair.Value))))),
        IEnumerable<string> texts => new JsonArray([.. texts.Select(text => (JsonNode?)Safe(text))]),
        _ => JsonSerializer.SerializeToNode(value, Readable),
    };

    private static string Safe(string text) => EventText.Cut(Redaction.Of(HarmlessText.Lines(text)), ValueLimit);

    private static ReadOnlyMemory<byte>? Bytes(string? text) => string.IsNullOrEmpty(text) ? null : Encoding.UTF8.GetBytes(text);

    private static JsonObject? Digest(ReadOnlyMemory<byte>? body) => body is not { Length: > 0 } bytes ? null : new JsonObject
    {
        ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes.Span)),
        ["bytes"] = bytes.Length,
    };
}
