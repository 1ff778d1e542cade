using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>
/// One server per database file. The kernel holds the lock and gives it back when the process ends, however it ends, so a lock file
/// left behind means nothing. It is a file of its own because closing any handle of the database itself would drop SQLite's locks.
/// </summary>
internal sealed class SqliteLock : IDisposable
{
    /// <summary>What flock answers when somebody else has it, as .NET reports it on Linux and on macOS.</summary>
    private const int WouldBlockLinux = 11;
    private const int WouldBlockMac = 35;

    private readonly FileStream _stream;

    private SqliteLock(FileStream stream) => _stream = stream;

    public static SqliteLock Take(string databasePath)
    {
        var path = databasePath + ".lock";
        return LockAttempts.Try(() => TryTake(path)) ?? throw new StartupException(
            $"The database file {databasePath} is in use by another server (lock file {path}). "
            + $"Stop that server, or give this one a file of its own with {StorageOptions.PathKey}.");
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>Null: somebody else has it.</summary>
    private static SqliteLock? TryTake(string path)
    {
        try
        {
            return new SqliteLock(StorePath.OpenForOwner(path, FileShare.None));
        }
        catch (IOException e) when (e.HResult is WouldBlockLinux or WouldBlockMac)
        {
            return null;
        }
    }
}
