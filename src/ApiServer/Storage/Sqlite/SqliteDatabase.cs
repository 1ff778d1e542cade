using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>Connections to the embedded database file. Readers have their own and never wait for the writer (WAL).</summary>
internal sealed class SqliteDatabase(string path) : IStoreDatabase
{
    /// <summary>The log is cut to this after a checkpoint; above it, a reader that stays too long keeps it from shrinking.</summary>
    public const long WalLimit = 64L << 20;

    // temp_store: the savepoints' undo pages stay in memory instead of a file in /tmp, which may be full.
    private const string WriterPragmas = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        PRAGMA busy_timeout = 5000;
        PRAGMA wal_autocheckpoint = 2000;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -8192;
        PRAGMA cell_size_check = ON;
        """;

    private readonly string _readOnly = Settings(path, SqliteOpenMode.ReadOnly, pooling: true);

    public string Path { get; } = path;

    /// <summary>A pooled read-only connection; dispose it soon.</summary>
    public SqliteConnection OpenRead() => Open(_readOnly, pragmas: null);

    // What SQLite reads, it reads while the caller waits: there is nothing to wait for elsewhere.
    public ValueTask<DbConnection> OpenReadAsync(CancellationToken cancellationToken) => new(OpenRead());

    public ValueTask<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellationToken) =>
        new(((SqliteConnection)connection).BeginTransaction(deferred: true));

    public StoreFault Classify(Exception failure) => SqliteFaults.Of(failure);

    /// <summary>A read-only connection that leaves nothing behind when it is disposed.</summary>
    public SqliteConnection OpenUnpooledRead() => Open(Settings(Path, SqliteOpenMode.ReadOnly, pooling: false), pragmas: null);

    /// <summary>The writer's own connection.</summary>
    public SqliteConnection OpenWrite() => Open(Settings(Path, SqliteOpenMode.ReadWrite, pooling: false), WriterPragmas);

    /// <summary>Closes what the pool keeps open, so that the writer is the last to leave and can fold the log into the file.</summary>
    public void CloseReaders()
    {
        using var connection = new SqliteConnection(_readOnly);
        SqliteConnection.ClearPool(connection);
    }

    private static string Settings(string path, SqliteOpenMode mode, bool pooling) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = pooling }.ToString();

    private static SqliteConnection Open(string settings, string? pragmas)
    {
        var connection = new SqliteConnection(settings);
        try
        {
            connection.Open();
            if (pragmas is not null)
            {
                using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
                command.CommandText = pragmas;
#pragma warning restore CA2100
                command.ExecuteNonQuery();
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
