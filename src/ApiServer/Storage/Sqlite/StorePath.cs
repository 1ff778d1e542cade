using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>Where the store lives on disk. What is created here holds secrets' ciphertext and everybody's modules: owner only.</summary>
internal static class StorePath
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerDirectory = OwnerFile | UnixFileMode.UserExecute;

    public static void PrepareDirectory(string path)
    {
        var directory = Path.GetDirectoryName(path)!;
        if (Directory.Exists(directory))
        {
            return;
        }

        try
        {
            _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(directory) : Directory.CreateDirectory(directory, OwnerDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"The directory of the database file {path} cannot be created: {e.Message.TrimEnd('.')}. Create it for the user "
                + $"that the server runs as, or name another file with {StorageOptions.PathKey}.",
                e);
        }
    }

    /// <summary>Makes a file for the owner alone, where SQLite would make one for everybody, and finds out if it can be written.</summary>
    public static void PrepareFile(string path)
    {
        if (!File.Exists(path) && HasContent(path + "-wal"))
        {
            // SQLite would take the new, empty file as a reason to delete the log, and with it the last acknowledged writes.
            throw new StartupException(
                $"The database file {path} is missing but its write-ahead log {path}-wal is there. "
                + "Put the file back (with the log), or move the log away to restore a backup or to start empty.");
        }

        StoreIdentity.RequireFile(path);
        CreateForOwner(path);
    }

    public static void CreateForOwner(string path) => OpenForOwner(path, FileShare.ReadWrite).Dispose();

    /// <summary>Opens for writing; a file that is not there yet is created for the owner alone.</summary>
    public static FileStream OpenForOwner(string path, FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        return new FileStream(path, options);
    }

    public static bool HasContent(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };
}
