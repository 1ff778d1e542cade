using System.IO.Enumeration;
using Tricorder.ApiServer.Cli.CommandLine;

namespace Tricorder.ApiServer.Cli.Manifests;

/// <summary>Finds the files of manifests that -f names.</summary>
internal static class ManifestFiles
{
    public const string StandardInput = "-";

    private static readonly string[] Endings = ["module.yaml", "module.yml", "module.json"];

    /// <summary>
    /// The file itself, or of a directory what is there and below. Links to directories are not followed: they may go in a circle, or to
    /// anywhere. A file that is there by two names is one.
    /// </summary>
    public static IReadOnlyList<string> Of(string path, bool allowOutside)
    {
        if (path == StandardInput || File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw new CliException(ExitCode.WrongUsage, $"There is no file or directory '{path}'");
        }

        var found = new FileSystemEnumerable<string>(
            path,
            (ref entry) => entry.ToSpecifiedFullPath(),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory && IsManifest(entry.FileName.ToString()),
            ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        }.Order(StringComparer.Ordinal).DistinctBy(RealPath.Of).ToList();
        if (found.Count == 0)
        {
            throw new CliException(
                ExitCode.WrongUsage,
                $"There is no manifest in '{path}'",
                $"Manifests are files named {string.Join(", ", Endings)}, or NAME.module.yaml.");
        }

        var outside = allowOutside ? null : found.Find(file => !RealPath.IsBelow(path, file));
        return outside is null ? found : throw new CliException(
            ExitCode.WrongUsage,
            $"{outside} is a link to a file outside of '{path}'",
            "Where that is meant, --allow-outside takes it.");
    }

    private static bool IsManifest(string name) =>
        Array.Exists(Endings, ending => name == ending || name.EndsWith($".{ending}", StringComparison.Ordinal));
}
