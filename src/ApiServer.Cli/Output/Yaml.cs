using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Tricorder.ApiServer.Cli.Output;

/// <summary>YAML to and from JSON, by the rules of YAML 1.2's core schema.</summary>
internal static class Yaml
{
    /// <summary>Reads all documents of a text; empty ones are left out. Throws <see cref="YamlException"/>.</summary>
    public static IEnumerable<JsonNode> Read(string text) => Documents(text).Select(document => document.Node);

    /// <summary>The same, each with the tree that knows where in the text it stood.</summary>
    public static IEnumerable<(JsonNode Node, YamlNode Root)> Documents(string text)
    {
        YamlBounds.Check(text);
        var stream = new YamlStream();
        stream.Load(new Parser(new StringReader(text)));
        var reader = new NodeReader();
        foreach (var document in stream.Documents)
        {
            if (reader.Node(document.RootNode, depth: 0) is { } node)
            {
                yield return (node, document.RootNode);
            }
        }
    }

    public static string Write(JsonNode node)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(writer, EmitterSettings.Default.WithBestWidth(int.MaxValue).WithIndentedSequences());
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart());
        Emit(emitter, node);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return writer.ToString();
    }

    private static JsonNode? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any))
        {
            return text;
        }

        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => true,
            "false" or "False" or "FALSE" => false,
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
            _ when IsReal(text, out var real) => real,
            _ => text,
        };
    }

    private static bool IsReal(string text, out double real) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out real) && double.IsFinite(real)
        && char.IsAsciiDigit(text.TrimStart('-', '+', '.')[0]);

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                emitter.Emit(new MappingStart(
                    AnchorName.Empty, TagName.Empty, isImplicit: true, members.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (name, value) in members)
                {
                    Emit(emitter, JsonValue.Create(name));
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray items:
                emitter.Emit(new SequenceStart(
                    AnchorName.Empty, TagName.Empty, isImplicit: true, items.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in items)
                {
                    Emit(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case null:
                Emit(emitter, "null", ScalarStyle.Plain);
                break;
            default:
                var isText = node.GetValueKind() == JsonValueKind.String;
                var text = isText ? node.GetValue<string>() : node.ToJsonString();
                Emit(emitter, text, isText ? Style(text) : ScalarStyle.Plain);
                break;
        }
    }

    private static void Emit(Emitter emitter, string text, ScalarStyle style) =>
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true));

    /// <summary>Sources are easiest to read as they are; what plain text would be taken for something else is quoted.</summary>
    private static ScalarStyle Style(string text)
    {
        if (text.Contains('\n') || text.Any(NeedsEscape))
        {
            return text[0] is ' ' or '\n' or '\t' || text.Any(NeedsEscape) ? ScalarStyle.DoubleQuoted : ScalarStyle.Literal;
        }

        return Scalar(new YamlScalarNode(text)) is { } read && read.GetValueKind() == JsonValueKind.String && !IsAmbiguous(text)
            ? ScalarStyle.Any
            : ScalarStyle.DoubleQuoted;
    }

    /// <summary>What is lost or taken for the end of a line when it is written as it is.</summary>
    private static bool NeedsEscape(char letter) =>
        (char.IsControl(letter) && letter is not ('\n' or '\t')) || letter is '\u2028' or '\u2029' or '\uFEFF';

    /// <summary>What readers of YAML 1.1 take for a truth value, a time or a merge.</summary>
    private static bool IsAmbiguous(string text) =>
        text.ToUpperInvariant() is "<<" or "YES" or "NO" or "ON" or "OFF" or "Y" or "N"
        || (char.IsAsciiDigit(text[0]) && text.All(letter => char.IsAsciiDigit(letter) || letter is ':' or '-' or '_'));

    /// <summary>Aliases can make a short text endless; no document that anybody writes is as deep or as long as this allows.</summary>
    private sealed class NodeReader
    {
        private const int MaxNodes = 100_000;
        private const int MaxDepth = YamlBounds.MaxDepth;
        private const long MaxLetters = 32 << 20;

        private int _nodes;
        private long _letters;

        public JsonNode? Node(YamlNode node, int depth)
        {
            _letters += (node as YamlScalarNode)?.Value?.Length ?? 0;
            if (depth > MaxDepth || ++_nodes > MaxNodes || _letters > MaxLetters)
            {
                throw new YamlException(node.Start, node.End, "The document is too deep or too long; do its aliases go in a circle?");
            }

            switch (node)
            {
                case YamlMappingNode mapping:
                    var result = new JsonObject();
                    foreach (var (key, value) in mapping.Children.Where(child => !IsMerge(child.Key)))
                    {
                        result[Key(key)] = Node(value, depth + 1);
                    }

                    foreach (var (_, value) in mapping.Children.Where(child => IsMerge(child.Key)))
                    {
                        Merge(result, value, depth);
                    }

                    return result;
                case YamlSequenceNode sequence:
                    return new JsonArray([.. sequence.Children.Select(item => Node(item, depth + 1))]);
                default:
                    return Scalar((YamlScalarNode)node);
            }
        }

        private static bool IsMerge(YamlNode key) => key is YamlScalarNode { Value: "<<", Style: ScalarStyle.Plain };

        /// <summary>
        /// YAML 1.1's merge, which people use with anchors: what the mapping does not have itself is taken from another, or from several.
        /// </summary>
        private void Merge(JsonObject result, YamlNode from, int depth)
        {
            foreach (var source in from is YamlSequenceNode several ? several.Children : [from])
            {
                var members = Node(source, depth + 1) as JsonObject
                    ?? throw new YamlException(source.Start, source.End, "What << merges must be a mapping.");
                foreach (var (name, value) in members.Where(member => !result.ContainsKey(member.Key)).ToList())
                {
                    result[name] = value?.DeepClone();
                }
            }
        }

        private static string Key(YamlNode node) =>
            (node as YamlScalarNode)?.Value ?? throw new YamlException(node.Start, node.End, "A key must be text.");
    }
}
