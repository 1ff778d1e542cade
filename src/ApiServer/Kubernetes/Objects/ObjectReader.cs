using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tricorder.ApiServer.Kubernetes.Objects;

/// <summary>
/// Reads the objects of one kind from JSON. Values are copied as they are written, so that fields which nobody knows and the digits of
/// numbers stay; no tree is built of them. One reader serves one stream.
/// </summary>
internal sealed class ObjectReader(ResourceKind kind) : IDisposable
{
    // The whole manifest again, environment and all.
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private static readonly JsonWriterOptions Format = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly Utf8JsonWriter _writer = new(Stream.Null, Format);
    private string _uid = "";
    private string _version = "";

    /// <summary>Null for what has no identity.</summary>
    public KubernetesObject? Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        TryRead(ref reader, json, out var item);
        return item;
    }

    /// <summary>The same for the value that a reader of this JSON stands on; false when not all of it has come.</summary>
    public bool TryRead(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json, out KubernetesObject? item)
    {
        item = null;
        var start = reader;
        try
        {
            return reader.TokenType == JsonTokenType.StartObject ? TryReadObject(ref reader, json, out item) : reader.TrySkip();
        }
        catch (InvalidOperationException)
        {
            // A name that is no Unicode.
            reader = start;
            return reader.TrySkip();
        }
    }

    public void Dispose() => _writer.Dispose();

    private bool TryReadObject(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json, out KubernetesObject? item)
    {
        item = null;
        var depth = reader.CurrentDepth;
        _text.ResetWrittenCount();
        _writer.Reset(_text);
        (_uid, _version) = ("", "");
        var (saysVersion, saysKind) = (false, false);
        _writer.WriteStartObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            saysVersion |= reader.ValueTextEquals("apiVersion"u8);
            saysKind |= reader.ValueTextEquals("kind"u8);
            if (!CopySection(ref reader, json))
            {
                return false;
            }
        }

        if (!IsEnd(reader, depth))
        {
            return false;
        }

        if (!saysVersion)
        {
            _writer.WriteString("apiVersion"u8, kind.ApiVersion);
        }

        if (!saysKind)
        {
            _writer.WriteString("kind"u8, kind.Kind);
        }

        _writer.WriteEndObject();
        _writer.Flush();
        item = _uid.Length == 0 ? null : new KubernetesObject(_uid, _version, WithoutNul(_text.WrittenSpan.ToArray()));
        return true;
    }

    private bool CopySection(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (kind.Only is null)
        {
            return reader.ValueTextEquals("metadata"u8) ? CopyFields(ref reader, json, null) : Copy(ref reader, json);
        }

        foreach (var (section, fields) in kind.Only)
        {
            if (reader.ValueTextEquals(section))
            {
                return CopyFields(ref reader, json, fields);
            }
        }

        return reader.TrySkip();
    }

    /// <summary>The metadata, or some fields of any section.</summary>
    private bool CopyFields(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string[]? only)
    {
        var (depth, isMetadata) = (reader.CurrentDepth, reader.ValueTextEquals("metadata"u8));
        if (!Enter(ref reader))
        {
            return Copy(ref reader, json);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isUid, isVersion) = (
                isMetadata && reader.ValueTextEquals("uid"u8), isMetadata && reader.ValueTextEquals("resourceVersion"u8));
            var isWhole = reader.ValueTextEquals("managedFields"u8) || !IsAmong(reader, only) ? reader.TrySkip()
                : reader.ValueTextEquals("annotations"u8) ? CopyAnnotations(ref reader, json)
                : Copy(ref reader, json);
            if (!isWhole)
            {
                return false;
            }

            _uid = isUid && reader.TokenType == JsonTokenType.String ? reader.GetString()! : _uid;
            _version = isVersion && reader.TokenType == JsonTokenType.String ? reader.GetString()! : _version;
        }

        _writer.WriteEndObject();
        return IsEnd(reader, depth);
    }

    private static bool IsAmong(in Utf8JsonReader reader, string[]? names)
    {
        foreach (var name in names ?? [])
        {
            if (reader.ValueTextEquals(name))
            {
                return true;
            }
        }

        return names is null;
    }

    private bool CopyAnnotations(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var depth = reader.CurrentDepth;
        if (!Enter(ref reader))
        {
            return Copy(ref reader, json);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!(reader.ValueTextEquals(LastApplied) ? reader.TrySkip() : Copy(ref reader, json)))
            {
                return false;
            }
        }

        _writer.WriteEndObject();
        return IsEnd(reader, depth);
    }

    /// <summary>From the name of a property into the object that is its value; stays when it is something else.</summary>
    private bool Enter(scoped ref Utf8JsonReader reader)
    {
        var name = reader;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            reader = name;
            return false;
        }

        _writer.WritePropertyName(name.GetString()!);
        _writer.WriteStartObject();
        return true;
    }

    /// <summary>Of an object of this depth, not of the last one in it, behind which nothing more has come.</summary>
    private static bool IsEnd(in Utf8JsonReader reader, int depth) =>
        reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == depth;

    private bool Copy(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        _writer.WritePropertyName(reader.GetString()!);
        if (!reader.Read())
        {
            return false;
        }

        var start = (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
        {
            return false;
        }

        _writer.WriteRawValue(json[start..(int)reader.BytesConsumed], skipInputValidation: true);
        return true;
    }

    /// <summary>PostgreSQL holds no NUL; Kubernetes has none where it checks, and does not check everywhere.</summary>
    private static byte[] WithoutNul(byte[] json)
    {
        var rest = json.AsSpan();
        for (var at = rest.IndexOf("\\u0000"u8); at >= 0; at = rest.IndexOf("\\u0000"u8))
        {
            // After an odd number of backslashes it is text about a NUL.
            var before = rest[..at].LastIndexOfAnyExcept((byte)'\\');
            if ((at - before) % 2 == 1)
            {
                "\\ufffd"u8.CopyTo(rest[at..]);
            }

            rest = rest[(at + 1)..];
        }

        return json;
    }
}
