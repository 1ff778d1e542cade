using System.Text.Json.Nodes;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Manifests;

/// <summary>A module as text to compare: what its author declares, in one order, with what the server adds left out.</summary>
internal static class DeclaredText
{
    public static string Of(Module module)
    {
        var declared = new Module
        {
            Name = module.Name,
            Description = module.Description,
            Ebpf = module.Ebpf?.Clone(),
            Wasm = module.Wasm?.Clone(),
            OutputSchema = module.OutputSchema?.Clone(),
            Panel = module.Panel,
        };
        foreach (var (key, value) in module.Labels.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            declared.Labels.Add(key, value);
        }

        if (declared.OutputSchema is { } schema)
        {
            schema.TableName = "";
        }

        if (declared.Wasm is { Format: ProgramFormat.Text } wasm)
        {
            // What the server compiled the source to.
            wasm.Binary = Google.Protobuf.ByteString.Empty;
        }

        var node = (JsonObject)ProtoText.Node(declared);
        if (module.Panel.Length > 0)
        {
            node["panel"] = Panel(module.Panel);
        }

        return Yaml.Write(node);
    }

    /// <summary>Line by line, where it is a document.</summary>
    private static JsonNode? Panel(string panel)
    {
        try
        {
            return JsonNode.Parse(panel);
        }
        catch (System.Text.Json.JsonException)
        {
            return panel;
        }
    }
}
