using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Output;

/// <summary>Messages of the API as text: protobuf JSON, and the same as YAML.</summary>
internal static class ProtoText
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default
        .WithFormatDefaultValues(false)
        .WithTypeRegistry(TypeRegistry.FromFiles(Google.Rpc.ErrorDetailsReflection.Descriptor, ModuleReflection.Descriptor)));

    /// <summary>As other languages write JSON: what is no HTML needs no escapes for it.</summary>
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Line(IMessage message) => Compact(Node(message));

    public static JsonNode Node(IMessage message) => JsonNode.Parse(Formatter.Format(message))!;

    /// <summary>The answer of a list: its items are there even when there are none, so that scripts can go through them.</summary>
    public static JsonNode ListNode(IMessage message)
    {
        var node = Node(message).AsObject();
        var lists = message.Descriptor.Fields.InDeclarationOrder().Where(field => field.IsRepeated && !field.IsMap);
        foreach (var field in lists.Where(list => !node.ContainsKey(list.JsonName)))
        {
            node.Insert(0, field.JsonName, new JsonArray());
        }

        return node;
    }

    public static string Yaml(IMessage message) => Output.Yaml.Write(Node(message));

    public static string Json(IMessage message) => Json(Node(message));

    public static string Json(JsonNode node) => Write(node, Plain with { Indented = true });

    /// <summary>On one line.</summary>
    public static string Compact(JsonNode node) => Write(node, Plain);

    private static string Write(JsonNode node, JsonWriterOptions options)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            node.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
