using System.Text.Json;
using System.Text.Json.Nodes;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using YamlDotNet.Core;

namespace Tricorder.ApiServer.Cli.Manifests;

/// <summary>
/// The manifests of what -f names: a file of one or more documents, standard input as <c>-</c>, or a directory with all below it. In a
/// directory manifests are the files <c>module.yaml</c>, <c>module.yml</c>, <c>module.json</c> and those that end like <c>.module.yaml</c>.
/// </summary>
internal static class ManifestSet
{
    private const string StandardInput = "-";
    private static readonly JsonDocumentOptions Json = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    private static readonly string[] Endings = ["module.yaml", "module.yml", "module.json"];

    /// <summary>Reads all; when something is wrong anywhere, an error tells everything that is, and nothing is returned.</summary>
    public static IReadOnlyList<Manifest> Read(IEnumerable<string> paths, ManifestPrograms programs)
    {
        var manifests = new List<Manifest>();
        var problems = new List<string>();
        foreach (var file in paths.SelectMany(Files).Distinct())
        {
            try
            {
                var text = file == StandardInput ? Console.In.ReadToEnd() : File.ReadAllText(file);
                var directory = file == StandardInput ? "." : Path.GetDirectoryName(file) is { Length: > 0 } parent ? parent : ".";
                var documents = Documents(file, text);
                if (documents.Count == 0)
                {
                    problems.Add($"{file}: there is no module in it");
                }

                foreach (var document in documents)
                {
                    var reader = new ManifestReader(directory, programs);
                    var module = reader.Read(document);
                    problems.AddRange(reader.Problems.Select(problem => $"{file}: {problem}"));
                    manifests.Add(new Manifest(file, module, reader.Sources));
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or YamlException)
            {
                problems.Add($"{file}: {exception.Message}");
            }
        }

        problems.AddRange(manifests.Where(manifest => manifest.Module.Name.Length > 0).GroupBy(manifest => manifest.Module.Name)
            .Where(group => group.Count() > 1)
            .Select(group => $"{string.Join(" and ", group.Select(manifest => manifest.File))}: all are named '{group.Key}'"));
        var what = problems.Count == 1 ? "The manifest is not right" : $"{problems.Count} things in the manifests are not right";
        return problems.Count == 0 ? manifests : throw new CliException(ExitCode.WrongUsage, $"{what}; nothing was changed", problems);
    }

    private static IEnumerable<string> Files(string path)
    {
        if (path == StandardInput || File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw new CliException(ExitCode.WrongUsage, $"There is no file or directory '{path}'");
        }

        var found = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file =>
                Array.Exists(Endings, ending => Path.GetFileName(file) == ending || file.EndsWith($".{ending}", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)
            .ToList();
        return found.Count > 0 ? found : throw new CliException(
            ExitCode.WrongUsage,
            $"There is no manifest in '{path}'",
            $"Manifests are files named {string.Join(", ", Endings)}, or NAME.module.yaml.");
    }

    private static List<JsonNode> Documents(string file, string text)
    {
        List<JsonNode> documents = file.EndsWith(".json", StringComparison.Ordinal)
            ? [JsonNode.Parse(text, documentOptions: Json)!]
            : [.. Yaml.Read(text)];

        // What `module get` prints of several modules.
        return [.. documents.SelectMany(document => document is JsonObject { Count: <= 2 } list && list["modules"] is JsonArray modules
            ? modules.OfType<JsonNode>()
            : [document])];
    }
}
