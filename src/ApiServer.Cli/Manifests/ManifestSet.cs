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
                var text = BoundedFile.Text(ReadFile(file, isNamed: paths.Contains(file)));
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
                problems.Add($"{file}{Place(exception)}: {Message(exception)}");
            }
        }

        problems.AddRange(manifests.Where(manifest => manifest.Module.Name.Length > 0).GroupBy(manifest => manifest.Module.Name)
            .Where(group => group.Count() > 1)
            .Select(group => $"{string.Join(" and ", group.Select(manifest => manifest.File))}: all are named '{group.Key}'"));
        var what = problems.Count == 1 ? "The manifest is not right" : $"{problems.Count} things in the manifests are not right";
        return problems.Count == 0 ? manifests : throw new CliException(ExitCode.WrongUsage, $"{what}; nothing was changed", problems);
    }

    /// <summary>What the command line itself names may be a pipe; what is found in a directory may not.</summary>
    private static byte[] ReadFile(string file, bool isNamed)
    {
        if (file == StandardInput)
        {
            using var input = Console.OpenStandardInput();
            return BoundedFile.Read(input, "standard input");
        }

        if (!isNamed || !file.StartsWith("/dev/", StringComparison.Ordinal))
        {
            return BoundedFile.Read(file, "module");
        }

        using var stream = File.OpenRead(file);
        return BoundedFile.Read(stream, file);
    }

    /// <summary>Where in the text, in the form that editors can jump to.</summary>
    private static string Place(Exception exception) => exception switch
    {
        YamlException yaml => $":{yaml.Start.Line}:{yaml.Start.Column}",
        JsonException { LineNumber: { } line } json => $":{line + 1}:{json.BytePositionInLine + 1}",
        _ => "",
    };

    /// <summary>Without the place, which stands before it.</summary>
    private static string Message(Exception exception) => exception switch
    {
        JsonException json when json.Message.IndexOf(" LineNumber:", StringComparison.Ordinal) is > 0 and var end => json.Message[..end],
        YamlException { InnerException: { } inner } => inner.Message,
        _ => exception.Message,
    };

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
