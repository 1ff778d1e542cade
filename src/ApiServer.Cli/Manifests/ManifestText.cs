using System.Text.Json;
using System.Text.Json.Nodes;
using Tricorder.ApiServer.Cli.Output;

namespace Tricorder.ApiServer.Cli.Manifests;

/// <summary>Takes the text of manifests apart.</summary>
internal static class ManifestText
{
    private static readonly JsonDocumentOptions Json = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>One document for each module, and where its fields are.</summary>
    public static List<(JsonNode Document, FieldLocations Locations)> Documents(string file, string text)
    {
        IEnumerable<(JsonNode, FieldLocations)> documents = file.EndsWith(".json", StringComparison.Ordinal)
            ? [(JsonNode.Parse(text, documentOptions: Json)!, new FieldLocations(() => JsonLocations.Of(text)))]
            : Yaml.Documents(text).Select(one => (one.Node, new FieldLocations(() => YamlLocations.Of(one.Root))));
        return [.. documents.SelectMany(document => Modules(document.Item1, document.Item2))];
    }

    /// <summary>
    /// What `module get` prints of several modules is a list of them, and the request that creates a module has it in a field.
    /// </summary>
    private static IEnumerable<(JsonNode, FieldLocations)> Modules(JsonNode document, FieldLocations places) => document switch
    {
        JsonObject { Count: <= 2 } list when list["modules"] is JsonArray modules =>
            modules.Select((module, index) => (module!, places.Below($"modules[{index}]"))).Where(one => one.Item1 is not null),
        JsonObject { Count: 1 } request when request["module"] is JsonObject => [(document, places.Below("module"))],
        _ => [(document, places)],
    };
}
