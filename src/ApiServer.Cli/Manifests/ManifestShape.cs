using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Parsing;

namespace Tricorder.ApiServer.Cli.Manifests;

/// <summary>
/// Holds a document against the messages of the API: every field that is unknown or of the wrong kind is a problem, with what was likely
/// meant. Gives back the document as protobuf JSON, its short forms written out.
/// </summary>
internal sealed class ManifestShape(List<ManifestProblem> problems)
{
    public JsonObject Normal(JsonObject members, MessageDescriptor message) => Object(members, message, "");

    private JsonObject Object(JsonObject members, MessageDescriptor message, string path)
    {
        var result = new JsonObject();
        foreach (var (name, value) in members)
        {
            var at = path.Length == 0 ? name : $"{path}.{name}";
            var field = message.Fields.InDeclarationOrder().FirstOrDefault(field => field.JsonName == name || field.Name == name);
            if (field is null)
            {
                Wrong(at, Unknown(name, message));
            }
            else if (value is not null)
            {
                result[field.JsonName] = Field(value, field, at);
            }
        }

        return result;
    }

    private JsonNode? Field(JsonNode value, FieldDescriptor field, string at)
    {
        if (field.IsMap)
        {
            return value is JsonObject map ? Map(map, at) : Wrong(at, "must be an object");
        }

        if (!field.IsRepeated)
        {
            return Single(value, field, at);
        }

        if (value is not JsonArray items)
        {
            return Wrong(at, "must be a list");
        }

        return new JsonArray([.. items.Select((item, index) =>
            item is null ? Wrong($"{at}[{index}]", "must not be empty") : Single(item, field, $"{at}[{index}]"))]);
    }

    private JsonObject Map(JsonObject map, string at)
    {
        var result = new JsonObject();
        foreach (var (key, value) in map)
        {
            result[key] = Text(value, $"{at}.{key}");
        }

        return result;
    }

    private JsonNode? Single(JsonNode value, FieldDescriptor field, string at) => field.FieldType switch
    {
        FieldType.Message when field.MessageType == Duration.Descriptor => Time(value, at),
        FieldType.Message => value is JsonObject members ? Object(members, field.MessageType, at) : Wrong(at, "must be an object"),
        FieldType.Enum => Choice(value, field.EnumType, at),
        FieldType.String => Text(value, at),
        FieldType.Bytes =>
            Text(value, at) is { } text && Convert.TryFromBase64String((string)text!, new byte[((string)text!).Length], out _)
                ? text
                : Wrong(at, "must be bytes in base64"),
        _ => value.GetValueKind() == JsonValueKind.Number && long.TryParse(value.ToJsonString(), out _)
            ? value.DeepClone()
            : Wrong(at, $"must be a whole number, not {value.ToJsonString()}"),
    };

    private JsonNode? Text(JsonNode? value, string at) => value?.GetValueKind() switch
    {
        JsonValueKind.String => value.DeepClone(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False =>
            Wrong(at, $"must be text; write \"{value.ToJsonString()}\" with quotes"),
        _ => Wrong(at, "must be text"),
    };

    private JsonNode? Choice(JsonNode value, EnumDescriptor type, string at)
    {
        var words = type.Name.Select((letter, index) => index > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{letter}");
        var prefix = $"{string.Concat(words).ToUpperInvariant()}_";
        var names = type.Values.Where(one => one.Number != 0).Select(one => one.Name).ToList();
        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>().ToUpperInvariant().Replace('-', '_') : "";
        return names.Find(name => name == text || name == prefix + text) is { } found
            ? JsonValue.Create(found)
            : Wrong(at, $"{value.ToJsonString()} is none of {string.Join(", ", names.Select(name => name[prefix.Length..]))}");
    }

    private JsonNode? Time(JsonNode value, string at) =>
        value.GetValueKind() == JsonValueKind.String && TimeText.TryParse(value.GetValue<string>(), out var time)
            ? JsonValue.Create(string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"{(decimal)time.Ticks / TimeSpan.TicksPerSecond:0.0######}s"))
            : Wrong(at, $"{value.ToJsonString()} is not a time; write for example \"20ms\" or \"1s\"");

    private static string Unknown(string name, MessageDescriptor message)
    {
        var names = message.Fields.InDeclarationOrder().Select(field => field.JsonName).ToList();
        return Spelling.Nearest(name, names) is { } near
            ? $"there is no such field; did you mean {near}?"
            : $"there is no such field; there are {string.Join(", ", names)}";
    }

    private JsonNode? Wrong(string at, string text)
    {
        problems.Add(new ManifestProblem(at, text));
        return null;
    }
}
