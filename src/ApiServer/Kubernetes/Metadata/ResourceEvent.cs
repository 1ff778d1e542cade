using System.Net;
using System.Text.Json;
using Tricorder.ApiServer.Kubernetes.Objects;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>
/// One event of a watch: ADDED, MODIFIED, DELETED, or BOOKMARK, which has no object. The end of a list is a bookmark too.
/// </summary>
internal readonly record struct ResourceEvent(string Type, KubernetesObject? Object, string ResourceVersion)
{
    private const string Added = "ADDED";
    private const string Bookmark = "BOOKMARK";

    public bool IsDeletion => Type == "DELETED";

    public static ResourceEvent OfItem(KubernetesObject item) => new(Added, item, "");

    public static ResourceEvent OfPosition(string version) => new(Bookmark, null, version);

    /// <summary>Reads a line of a watch. Errors are thrown.</summary>
    public static ResourceEvent Read(ReadOnlySpan<byte> line, ObjectReader objects)
    {
        var reader = new Utf8JsonReader(line);
        var (type, item) = ("", (KubernetesObject?)null);
        ReadOnlySpan<byte> rest = [];
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isType, isObject) = (reader.ValueTextEquals("type"u8), reader.ValueTextEquals("object"u8));
            reader.Read();
            if (isObject && IsChange(type))
            {
                objects.TryRead(ref reader, line, out item);
                continue;
            }

            var start = (int)reader.TokenStartIndex;
            type = isType ? reader.GetString() ?? "" : type;
            reader.Skip();
            rest = isObject ? line[start..(int)reader.BytesConsumed] : rest;
        }

        // The type comes first, as Kubernetes writes it; it need not.
        item ??= IsChange(type) && rest.Length > 0 ? objects.Read(rest) : null;
        return IsChange(type) ? new ResourceEvent(type, item, item?.ResourceVersion ?? "") : ReadOther(type, rest);
    }

    private static bool IsChange(string type) => type is Added or "MODIFIED" or "DELETED";

    private static Exception FailureOf(JsonElement status)
    {
        var code = (HttpStatusCode)Number(status, "code");
        return KubernetesAnswerException.IsAboutPosition(code)
            ? new ResourceExpiredException()
            : new KubernetesAnswerException(
                LooseJson.Text(status, "message") is { Length: > 0 } message ? message : "The watch failed.",
                code,
                TimeSpan.FromSeconds(Number(LooseJson.Child(status, "details"), "retryAfterSeconds")));
    }

    private static int Number(JsonElement item, string name) =>
        LooseJson.Child(item, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value)
            && value is >= 0 and < 1e6
            ? (int)value
            : 0;

    private static ResourceEvent ReadOther(string type, ReadOnlySpan<byte> json)
    {
        using var document = JsonDocument.Parse(json.Length > 0 ? json.ToArray() : "{}"u8.ToArray());
        var item = document.RootElement;
        return type switch
        {
            Bookmark => OfPosition(LooseJson.Text(LooseJson.Child(item, "metadata"), "resourceVersion")),
            "ERROR" => throw FailureOf(item),
            _ => new ResourceEvent(type, null, ""),
        };
    }
}
