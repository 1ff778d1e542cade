using System.Globalization;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>
/// What keeps SQLite from writing beside the database file. SQLite says "disk I/O error" or "unable to open database file" to most of it,
/// so the same is tried without it: the system's own error tells.
/// </summary>
internal static class DiskTrouble
{
    // As long as the index of a log at least: less may fit where that does not.
    private const int Tried = 64 << 10;
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int ReadOnlyFileSystem = 30;

    /// <summary>Null when it can be written there.</summary>
    public static StartupException? Find(string path, Exception cause)
    {
        var tried = path + ".tried";
        try
        {
            using var stream = StorePath.OpenForOwner(tried, FileShare.None);
            stream.Write(new byte[Tried]);
            stream.Flush(flushToDisk: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Explain(path, e, cause);
        }
        finally
        {
            Remove(tried);
        }
    }

    /// <summary>Null when it is none of the usual ones.</summary>
    public static StartupException? Explain(string path, Exception e, Exception cause) => e switch
    {
        IOException { HResult: NoSpace } => Full(path, cause),
        IOException { HResult: QuotaExceeded } => new StartupException(
            $"The quota of the disk that holds the database file {path} is used up. Free some space, or raise the quota, and start again.",
            cause),
        UnauthorizedAccessException or IOException { HResult: ReadOnlyFileSystem } => ReadOnly(path, e.Message, cause),
        _ => null,
    };

    public static StartupException Full(string path, Exception cause) => new(
        $"The disk that holds the database file {path} is full: {Free(path)} are free in {Path.GetDirectoryName(path)}, where "
        + $"the server writes the file, {path}-wal and {path}-shm. Free some space (100 MB are a good start) and start again.",
        cause);

    public static StartupException ReadOnly(string path, string how, Exception cause) => new(
        $"The database file {path} cannot be written: {how.TrimEnd('.')}. The user that the server runs as must be able to write it, "
        + $"and to create files in {Path.GetDirectoryName(path)}; the file system must not be mounted read-only.",
        cause);

    public static string Free(string path)
    {
        try
        {
            return string.Create(CultureInfo.InvariantCulture, $"{new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace} bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "an unknown number of bytes";
        }
    }

    private static void Remove(string tried)
    {
        try
        {
            File.Delete(tried);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was not made.
        }
    }
}
