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

    public static StartupException Gone(string path) => new(
        $"The database file {path} is {(File.Exists(path) ? "empty" : "missing")}, but there was a store in it: {StoreMarker.PathFor(path)} says so. "
        + $"Put the file back or restore a backup, with its -wal if it has one and with the directory keys; or remove {StoreMarker.PathFor(path)} "
        + "to begin anew with an empty store.");

    public static StartupException AnotherStore(string path, string found, string noted) => new(
        $"The database file {path} holds another store (id {found}) than the one that was here (id {noted}, says {StoreMarker.PathFor(path)}). "
        + $"Put the right file in its place, or remove {StoreMarker.PathFor(path)} to take this one. It was left as it is.");

    public static StartupException LogLost(string path) => new(
        $"The database file {path} lacks what the last server wrote: it was not stopped but ended, and its write-ahead log {path}-wal is missing or "
        + $"damaged. Put the log back; or, to go on without the newest changes or with a backup that you put here, remove {StoreMarker.PathFor(path)}. "
        + "It was left as it is.");

    public static StartupException LogWasLost(string path) => new(
        $"The database file {path} may lack what the last server acknowledged: its write-ahead log was moved, removed or cut while that server ran, and "
        + $"could not be saved when it stopped. Restore a backup; or, to go on without the newest changes or with a backup that you wrote into the same "
        + $"file, remove {StoreMarker.PathFor(path)}. It was left as it is.");

    public static StartupException OtherName(string path) => new(
        $"The database file {path} has other names (hard links) and was opened by another name; its newest changes may be in the write-ahead log of that "
        + "name. Start it by that name, or stop what uses it and remove the other link. It was left as it is.");
}
