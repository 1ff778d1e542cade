using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>
/// The configured name of the database file, and the file that it leads to once all symbolic links are followed, those of directories too:
/// two names of one file must meet at one lock.
/// </summary>
/// <param name="Configured">The full path as configured.</param>
/// <param name="Path">The same without links.</param>
/// <param name="LinkNotes">Beside each link on the way: where it is noted that a store is behind it.</param>
/// <param name="Paths">Where such a note may be, also where no link is any more.</param>
internal sealed record StoreName(string Configured, string Path, IReadOnlyList<string> LinkNotes, IReadOnlyList<string> Paths)
{
    // As many as Linux follows.
    private const int MaxLinks = 40;

    public bool HasLinks => LinkNotes.Count > 0;

    public static StoreName Of(string path)
    {
        var configured = System.IO.Path.GetFullPath(path);
        var root = System.IO.Path.GetPathRoot(configured)!;
        var ahead = new LinkedList<string>(Parts(configured[root.Length..]));
        var current = root;
        List<string> notes = [], places = [];
        while (ahead.First is { } part)
        {
            ahead.RemoveFirst();
            if (part.Value == "..")
            {
                current = System.IO.Path.GetDirectoryName(current) ?? root;
                continue;
            }

            var name = System.IO.Path.Combine(current, part.Value);
            places.Add(NoteBeside(name, ahead));
            if (new FileInfo(name).LinkTarget is not { } target)
            {
                current = name;
                continue;
            }

            notes.Add(places[^1]);
            if (notes.Count > MaxLinks)
            {
                throw new StartupException(
                    $"The links on the way to the database file {configured} lead in a circle. Name a file with {StorageOptions.PathKey}.");
            }

            if (System.IO.Path.IsPathRooted(target))
            {
                current = root = System.IO.Path.GetPathRoot(target)!;
            }

            foreach (var each in Parts(target).Reverse())
            {
                ahead.AddFirst(each);
            }
        }

        places.Remove(StoreMarker.PathFor(current));
        return new StoreName(configured, current, notes, places);
    }

    private static IEnumerable<string> Parts(string path) =>
        path[(System.IO.Path.GetPathRoot(path) ?? "").Length..]
            .Split(System.IO.Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part != ".");

    /// <summary>
    /// Of a link in place of the file, the name that the note of a file there has: a file that begins there once the link is gone is missed
    /// by it. Of a directory's, the whole path to the file as one name, for several may be behind it. No two paths have the same.
    /// </summary>
    private static string NoteBeside(string name, LinkedList<string> rest) => rest.Count == 0
        ? StoreMarker.PathFor(name)
        : System.IO.Path.Combine(
            System.IO.Path.GetDirectoryName(name)!,
            string.Join("%2F", rest.Prepend(System.IO.Path.GetFileName(name)).Select(Escape)) + ".link");

    private static string Escape(string part) => part.Replace("%", "%25", StringComparison.Ordinal);
}
