using Microsoft.Data.Sqlite;

namespace Tricorder.ApiServer.Storage;

/// <summary>Connections to the embedded database file. Readers have their own and never wait for the writer (WAL).</summary>
internal sealed class SqliteDatabase(string path)
{
    public string Path { get; } = path;

    /// <summary>A pooled read-only connection; dispose it soon.</summary>
    public SqliteConnection OpenRead() => Open(SqliteOpenMode.ReadOnly, pooling: true, "PRAGMA query_only = ON; PRAGMA busy_timeout = 5000;");

    /// <summary>The writer's own connection.</summary>
    public SqliteConnection OpenWrite() => Open(
        SqliteOpenMode.ReadWriteCreate,
        pooling: false,
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000; PRAGMA wal_autocheckpoint = 1000; PRAGMA journal_size_limit = 67108864;");

    private SqliteConnection Open(SqliteOpenMode mode, bool pooling, string pragmas)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = Path, Mode = mode, Pooling = pooling };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
            command.CommandText = pragmas;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
