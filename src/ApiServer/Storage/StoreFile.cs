using Microsoft.Data.Sqlite;

namespace Tricorder.ApiServer.Storage;

/// <summary>
/// The opened store: locked, found sound, migrated. Whatever speaks against opening it is found before a byte of it is changed.
/// </summary>
internal sealed class StoreFile : IDisposable
{
    private readonly SqliteLock _lock;

    private StoreFile(SqliteDatabase database, SqliteLock @lock)
    {
        Database = database;
        _lock = @lock;
    }

    public SqliteDatabase Database { get; }

    public static StoreFile Open(string path, IReadOnlyList<MigrationScript> scripts, ILogger<StoreFile> logger)
    {
        SqliteLock? held = null;
        try
        {
            path = StorePath.Resolve(path);
            StorePath.PrepareDirectory(path);
            held = SqliteLock.Take(path);
            StorePath.PrepareFile(path);
            SoundnessCheck.Header(path);
            var database = new SqliteDatabase(path);
            new StoreMigration(database, scripts, logger).Run();
            logger.StoreOpened(path, scripts[^1].Name);
            return new StoreFile(database, held);
        }
        catch (Exception e)
        {
            held?.Dispose();
            if (e is SqliteException or IOException or UnauthorizedAccessException)
            {
                throw StartupFailures.CannotOpen(path, e);
            }

            throw;
        }
    }

    public void Dispose()
    {
        Database.CloseReaders();
        _lock.Dispose();
    }
}
