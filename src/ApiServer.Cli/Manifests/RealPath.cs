namespace Tricorder.ApiServer.Cli.Manifests;

/// <summary>Where files are once every symbolic link on the way to them is followed.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>Whether a file is in a directory or below it.</summary>
    public static bool IsBelow(string directory, string file) =>
        Of(file).StartsWith(Of(directory).TrimEnd('/') + '/', StringComparison.Ordinal);

    /// <summary>What is not there stays as it is written.</summary>
    public static string Of(string path)
    {
        var rest = new Stack<string>(Parts(Path.GetFullPath(path)).Reverse());
        var known = "/";
        for (var links = 0; rest.TryPop(out var part);)
        {
            var next = Path.Combine(known, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                known = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                throw new IOException($"{path}: there are too many symbolic links on the way");
            }

            foreach (var one in Parts(Path.GetFullPath(target, known)).Reverse())
            {
                rest.Push(one);
            }

            known = "/";
        }

        return known;
    }

    private static string[] Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
