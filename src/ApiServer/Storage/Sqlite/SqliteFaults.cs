using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>SQLite's error codes in the words of the store.</summary>
internal static class SqliteFaults
{
    public static StoreFault Of(Exception e) => e switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_CONSTRAINT } => StoreFault.Constraint,
        SqliteException
        {
            SqliteErrorCode: raw.SQLITE_ERROR or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE or raw.SQLITE_TOOBIG or raw.SQLITE_MISUSE
        } => StoreFault.Statement,
        SqliteException { SqliteExtendedErrorCode: raw.SQLITE_FULL or raw.SQLITE_IOERR_SHMSIZE } => StoreFault.Full,
        SqliteException { SqliteErrorCode: raw.SQLITE_BUSY } => StoreFault.Busy,
        SqliteException { SqliteErrorCode: raw.SQLITE_READONLY } => StoreFault.ReadOnly,
        SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB } => StoreFault.Damaged,
        _ => StoreFault.Unknown,
    };

    /// <summary>It says something about one statement and nothing about the file or the transaction.</summary>
    public static bool IsOfUnit(SqliteException e) => Of(e) is StoreFault.Constraint or StoreFault.Statement;
}
