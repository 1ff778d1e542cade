using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>
/// Reads the objects of one kind from JSON. Values are copied as they are written, so that fields which nobody knows and the digits of numbers
/// stay; no tree is built of them. One reader serves one stream.
/// </summary>
internal sealed class ObjectReader(ResourceKind kind) : IDisposable
{
    // The whole manifest again, environment and all.
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly Utf8JsonWriter _writer = new(Stream.Null, Format);
    private string _uid = "";
    private string _version = "";

    /// <summary>Null for what has no identity.</summary>
    public KubernetesObject? Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return Read(ref reader, json);
    }

    /// <summary>The same for the value that the reader stands on.</summary>
    public KubernetesObject? Read(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var start = reader;
        try
        {
            return reader.TokenType == JsonTokenType.StartObject ? ReadObject(ref reader, json) : null;
        }
        catch (InvalidOperationException)
        {
            // A name that is no Unicode.
            reader = start;
            reader.Skip();
            return null;
        }
    }

    public void Dispose() => _writer.Dispose();

    private KubernetesObject? ReadObject(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        _text.ResetWrittenCount();
        _writer.Reset(_text);
        (_uid, _version) = ("", "");
        var (saysVersion, saysKind) = (false, false);
        _writer.WriteStartObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            saysVersion |= reader.ValueTextEquals("apiVersion"u8);
            saysKind |= reader.ValueTextEquals("kind"u8);
            if (reader.ValueTextEquals("metadata"u8))
            {
                CopyMetadata(ref reader, json);
            }
            else
            {
                Copy(ref reader, json);
            }
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
        return _uid.Length == 0 ? null : new KubernetesObject(_uid, _version, WithoutNul(_text.WrittenSpan.ToArray()));
    }

    private void CopyMetadata(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (!Enter(ref reader, json))
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("managedFields"u8))
            {
                reader.Skip();
            }
            else if (reader.ValueTextEquals("annotations"u8))
            {
                CopyAnnotations(ref reader, json);
            }
            else
            {
                var (isUid, isVersion) = (reader.ValueTextEquals("uid"u8), reader.ValueTextEquals("resourceVersion"u8));
                Copy(ref reader, json);
                _uid = isUid && reader.TokenType == JsonTokenType.String ? reader.GetString()! : _uid;
                _version = isVersion && reader.TokenType == JsonTokenType.String ? reader.GetString()! : _version;
            }
        }

        _writer.WriteEndObject();
    }

    private void CopyAnnotations(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (!Enter(ref reader, json))
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(LastApplied))
            {
                reader.Skip();
            }
            else
            {
                Copy(ref reader, json);
            }
        }

        _writer.WriteEndObject();
    }

    /// <summary>From the name of a property into the object that is its value; copies it and says no when it is something else.</summary>
    private bool Enter(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var name = reader;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader = name;
            Copy(ref reader, json);
            return false;
        }

        _writer.WritePropertyName(name.GetString()!);
        _writer.WriteStartObject();
        return true;
    }

    private void Copy(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        _writer.WritePropertyName(reader.GetString()!);
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        _writer.WriteRawValue(json[start..(int)reader.BytesConsumed], skipInputValidation: true);
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
