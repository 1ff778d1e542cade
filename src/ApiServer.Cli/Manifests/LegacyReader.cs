using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Cli.Manifests;

/// <summary>Reads single fields of an old manifest, and tells which are not what they should be.</summary>
internal sealed class LegacyReader(List<ManifestProblem> problems)
{
    public string? Text(JsonObject from, string at, string field) => from[field] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => Wrong<string>(at, field, "must be text"),
    };

    public long? Number(JsonObject from, string at, string field) => from[field] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && long.TryParse(value.ToJsonString(), out var number) => number,
        _ => Wrong<long?>(at, field, "must be a whole number"),
    };

    /// <summary>The name of an enum's number; 0 when the field is not there, as JSON of Go left it out.</summary>
    public string? Choice(JsonObject from, string at, string field, string[] names)
    {
        var number = Number(from, at, field) ?? 0;
        return number >= 0 && number < names.Length
            ? names[number]
            : Wrong<string>(at, field, $"{number} is none of {string.Join(", ", names.Select((name, value) => $"{value} ({name})"))}");
    }

    public IEnumerable<JsonObject> Items(JsonObject from, string at, string field) => from[field] switch
    {
        null => [],
        JsonArray items when items.All(item => item is JsonObject) => items.Cast<JsonObject>(),
        _ => Wrong<IEnumerable<JsonObject>>(at, field, "must be a list of objects") ?? [],
    };

    private T? Wrong<T>(string at, string field, string text)
    {
        var problem = new ManifestProblem(at.Length == 0 ? field : $"{at}.{field}", text);
        if (!problems.Contains(problem))
        {
            problems.Add(problem);
        }

        return default;
    }
}
