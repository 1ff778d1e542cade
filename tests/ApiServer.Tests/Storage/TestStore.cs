using Dapper;
using Microsoft.Data.Sqlite;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Storage;
using Tricorder.ApiServer.Storage.Sqlite;
using Tricorder.ApiServer.Tests.Storage.StoreCompliance;

namespace Tricorder.ApiServer.Tests.Storage;

/// <summary>A real store on a real file, as the room puts it together; for the tests of every room that writes.</summary>
internal sealed class TestStore : IStoreUnderTest
{
    private readonly TempDirectory? _directory;
    private readonly StoreFile _file;
    private bool _closed;

    private readonly LosingGroup _group;

    public TestStore(string? path = null)
    {
        if (path is null)
        {
            _directory = new TempDirectory();
            path = _directory.File("apiserver.db");
        }

        _file = StoreFile.Open(path, MigrationScript.Embedded, Logs.For<StoreFile>());
        Health = new StoreHealth(Logs.For<StoreHealth>());
        var metrics = new StorageMetrics(Meters);
        try
        {
            _group = new LosingGroup(new CommitGroup(_file, metrics, Health, Host, Logs.For<CommitGroup>()));
            Writer = new StoreWriter(_group, Live, Logs.For<StoreWriter>());
        }
        catch
        {
            _file.Dispose();
            throw;
        }

        metrics.ObserveQueue(() => Writer.QueueDepth);
    }

    public LogRecorder Logs { get; } = new();

    public TestMeters Meters { get; } = new();

    public StoppableHost Host { get; } = new();

    public StoreHealth Health { get; }

    public LiveState Live { get; } = new();

    public StoreWriter Writer { get; }

    public StoreFile File => _file;

    public SqliteDatabase Database => _file.Database;

    IStoreDatabase IStoreUnderTest.Database => Database;

    public string Path => Database.Path;

    /// <summary>Reads on a connection that shares nothing with the store, as another program would.</summary>
    public IReadOnlyList<T> ReadElsewhere<T>(string sql, object? parameters = null)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = Path, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        using var connection = new SqliteConnection(settings.ToString());
        return connection.Query<T>(sql, parameters).AsList();
    }

    /// <summary>The next group is committed, and its callers are told that it may not be found again.</summary>
    public void LoseNext() => _group.LoseNext();

    /// <summary>
    /// Keeps the writer busy, so that what is queued meanwhile lands in one group; it goes on when the result is disposed.
    /// </summary>
    public WriterHold Hold() => new(Writer);

    /// <summary>Closes the store and leaves the file, to open it again.</summary>
    public async Task CloseAsync()
    {
        if (!_closed)
        {
            _closed = true;
            await Writer.DisposeAsync();
            _file.Dispose();
            Meters.Dispose();
            Host.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _directory?.Dispose();
        Logs.VerifyNoErrors();
    }
}
