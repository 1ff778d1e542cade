using System.Text.Json;
using Tricorder.ApiServer.Cli.CommandLine;
using YamlDotNet.Core;

namespace Tricorder.ApiServer.Cli.Manifests;

/// <summary>
/// The manifests of what -f names: a file of one or more documents, standard input as <c>-</c>, or a directory with all below it. In a
/// directory manifests are the files <c>module.yaml</c>, <c>module.yml</c>, <c>module.json</c> and those that end like <c>.module.yaml</c>.
/// </summary>
internal static class ManifestSet
{
    /// <summary>Reads all; when something is wrong anywhere, an error tells everything that is, and nothing is returned.</summary>
    public static IReadOnlyList<Manifest> Read(IEnumerable<string> paths, ManifestPrograms programs)
    {
        var manifests = new List<Manifest>();
        var problems = new List<string>();
        foreach (var file in paths.SelectMany(path => ManifestFiles.Of(path, programs.AllowOutside)).Distinct())
        {
            try
            {
                var text = BoundedFile.Text(ReadFile(file, isNamed: paths.Contains(file)));
                var directory = file != ManifestFiles.StandardInput && Path.GetDirectoryName(file) is { Length: > 0 } parent ? parent : ".";
                var documents = ManifestText.Documents(file, text);
                if (documents.Count == 0)
                {
                    problems.Add($"{file}: there is no module in it");
                }

                foreach (var (document, places) in documents)
                {
                    var reader = new ManifestReader(directory, programs);
                    var module = reader.Read(document);
                    problems.AddRange(reader.Problems.Select(problem => $"{file}{places.Of(problem.Field)}: {problem}"));
                    manifests.Add(new Manifest(file, module, reader.Sources, places));
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
        if (file == ManifestFiles.StandardInput)
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
}
