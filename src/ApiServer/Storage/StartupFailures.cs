using Microsoft.Data.Sqlite;
using SQLitePCL;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage;

/// <summary>Why the store cannot be opened, in one line for whoever starts the server.</summary>
internal static class StartupFailures
{
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;

    public static StartupException CannotOpen(string path, Exception e) => e switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT } => SoundnessCheck.Damaged(path, e.Message, e),
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } or IOException { HResult: NoSpace } => new StartupException(
            $"The disk that holds the database file {path} is full. Free some space and start again.", e),
        SqliteException { SqliteErrorCode: raw.SQLITE_READONLY }
            or UnauthorizedAccessException
            or IOException { HResult: ReadOnlyFileSystem } => new StartupException(
                $"The database file {path} cannot be written: {e.Message} The server must be able to write it and to create files beside it.", e),
        SqliteException { SqliteErrorCode: raw.SQLITE_BUSY } => new StartupException(
            $"The database file {path} is locked by another program. Close it (a sqlite3 shell in a transaction?) and start again.", e),
        _ => new StartupException($"The database file {path} cannot be opened: {e.Message}", e),
    };

    public static StartupException NotOurs(string path) => new(
        $"The file {path} is a SQLite database of another program. Give another path with {StorageOptions.PathKey}. It was left as it is.");

    public static StartupException Newer(string path, string script) => new(
        $"The database file {path} was written by a newer server: it has the migration {script}, which this one does not know. "
        + "Start that newer server, or put back the copy made before that migration. It was left as it is.");

    public static StartupException MigrationFailed(string path, string script, string? copy, Exception? inner) => new(
        $"The migration {script} of the database file {path} failed: {inner?.Message ?? "no reason given"} Nothing of it was kept."
        + (copy is null ? string.Empty : $" The copy from before is {copy}."),
        inner);
}
