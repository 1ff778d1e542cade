namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>
/// The notes beside the symbolic links that lead to the store. The note beside the file is not found any more once a link is removed or
/// leads elsewhere; these are.
/// </summary>
internal sealed class LinkNotes(StoreName name, ILogger logger)
{
    /// <summary>Refuses to begin anew where a link led to a store.</summary>
    public static void RequireFile(StoreName name)
    {
        if (!StorePath.HasContent(name.Path) && Found(name) is { Count: > 0 } notes)
        {
            throw StartupFailures.GoneBehindLink(name, notes);
        }
    }

    public void Examine(string storedId)
    {
        var others = Found(name).FindAll(note => StoreMarker.ReadNote(note) is { } noted && noted.StoreId != storedId);
        if (storedId.Length > 0 && others.Count > 0)
        {
            throw StartupFailures.AnotherBehindLink(name, storedId, others);
        }
    }

    /// <summary>
    /// Where a directory cannot be written the server still runs: it only would not miss its store if that link were gone at the next
    /// start.
    /// </summary>
    public void Write(StoreMarker marker)
    {
        foreach (var note in name.LinkNotes.Where(note => StoreMarker.ReadNote(note)?.StoreId != marker.StoreId))
        {
            try
            {
                (marker with { IsOpen = false, Log = null }).WriteNote(note);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                logger.LinkNotNoted(note, e.Message);
            }
        }
    }

    private static List<string> Found(StoreName name) => [.. name.Paths.Where(File.Exists).Distinct()];
}
