using Microsoft.Data.Sqlite;
using SQLitePCL;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>Why the store cannot be opened, in one line for whoever starts the server.</summary>
internal static class StartupFailures
{
    public static StartupException CannotOpen(string path, Exception e) => e switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT } => SoundnessCheck.Damaged(path, e.Message, e),
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } => DiskTrouble.Full(path, e),
        SqliteException { SqliteErrorCode: raw.SQLITE_READONLY } => DiskTrouble.Find(path, e) ?? DiskTrouble.ReadOnly(path, e.Message, e),
        SqliteException { SqliteErrorCode: raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN } sqlite =>
            DiskTrouble.Find(path, e) ?? NotSaid(path, sqlite),
        SqliteException { SqliteErrorCode: raw.SQLITE_BUSY } => new StartupException(
            $"The database file {path} is locked by another program. Close it (a sqlite3 shell in a transaction?) and start again.", e),
        _ => DiskTrouble.Explain(path, e, e) ?? new StartupException($"The database file {path} cannot be opened: {e.Message}", e),
    };

    /// <summary>The disk or its rights, and not what was asked of the database.</summary>
    public static bool IsOfDisk(Exception? e) => e is SqliteException
    {
        SqliteErrorCode: raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY
    };

    private static StartupException NotSaid(string path, SqliteException e) => new(
        $"The database file {path} cannot be opened: {e.Message.TrimEnd('.')} (extended code {e.SqliteExtendedErrorCode}). "
        + $"New files can be written in {Path.GetDirectoryName(path)}, {DiskTrouble.Free(path)} are free. Look at {path}, {path}-wal and "
        + $"{path}-shm: who owns them, whether they are files, and what the system's log says of the disk.",
        e);

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
        $"The database file {path} is {(File.Exists(path) ? "empty" : "missing")}, "
        + $"but there was a store in it: {StoreMarker.PathFor(path)} says so. Put the file back or restore a backup, "
        + $"with its -wal if it has one and with the directory keys; or remove {StoreMarker.PathFor(path)} "
        + "to begin anew with an empty store.");

    public static StartupException GoneBehindLink(StoreName name, IReadOnlyList<string> notes) => new(
        $"The database file {name.Path} is {(File.Exists(name.Path) ? "empty" : "missing")}, but a link on the way to {name.Configured} "
        + $"led to a store: {All(notes)} says so. Put the link back as it was, or mount what it leads to; or remove {All(notes)} "
        + "to begin anew with an empty store.");

    public static StartupException AnotherBehindLink(StoreName name, string found, IReadOnlyList<string> notes) => new(
        $"The database file {name.Path} holds another store (id {found}) than the one that {name.Configured} led to before, says "
        + $"{All(notes)}: a link on the way leads elsewhere. Put the link back, or remove {All(notes)} to take this store. "
        + "It was left as it is.");

    public static StartupException LogOfFileBefore(string path, bool isInPlace) => new(
        $"The database file {path} is older than the write-ahead log {path}-wal: a backup was put here, and the log is of the file that "
        + $"was here before. To start with the backup, move {path}-wal {(isInPlace ? $"and {StoreMarker.PathFor(path)} " : "")}away; "
        + "to keep the newest changes, put the file from before back beside its log. Both were left as they are.");

    public static StartupException LogOfAnotherFile(string path) => new(
        $"The database file {path} was put here beside the write-ahead log {path}-wal, which is of the file that was here before. "
        + $"To start with a backup, move {path}-wal away. If it is a copy of the very file that was here, its newest changes are in that "
        + $"log: to go on with both, remove {StoreMarker.PathFor(path)}. Both were left as they are.");

    public static StartupException AnotherStore(string path, string found, string noted) => new(
        $"The database file {path} holds another store (id {found}) than the one that was here (id {noted}, "
        + $"says {StoreMarker.PathFor(path)}). Put the right file in its place, or remove {StoreMarker.PathFor(path)} to take "
        + $"this one. It was left as it is.");

    public static StartupException LogLost(string path) => new(
        $"The database file {path} lacks what the last server wrote: it was not stopped but ended, "
        + $"and its write-ahead log {path}-wal is missing or damaged. Put the log back; or, to go on without the newest changes or with a "
        + $"backup that you put here, remove {StoreMarker.PathFor(path)}. "
        + "It was left as it is.");

    public static StartupException LogWasLost(string path) => new(
        $"The database file {path} may lack what the last server acknowledged: its write-ahead log was moved, "
        + $"removed or cut while that server ran, and could not be saved when it stopped. Restore a backup; "
        + $"or, to go on without the newest changes or with a backup that you wrote into the same file, "
        + $"remove {StoreMarker.PathFor(path)}. It was left as it is.");

    public static StartupException OtherName(string path) => new(
        $"The database file {path} has other names (hard links) and was opened by another name; "
        + $"its newest changes may be in the write-ahead log of that "
        + "name. Start it by that name, or stop what uses it and remove the other link. It was left as it is.");

    private static string All(IReadOnlyList<string> notes) => string.Join(" and ", notes);
}
