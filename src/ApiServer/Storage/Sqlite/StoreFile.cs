using Microsoft.Data.Sqlite;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>
/// The opened store: locked, found sound, migrated. Whatever speaks against opening it is found before a byte of it is changed.
/// </summary>
internal sealed class StoreFile : IDisposable
{
    private readonly SqliteLock _lock;

    private readonly InodeLock? _inode;

    private StoreFile(SqliteDatabase database, StoreName name, SqliteLock @lock, InodeLock? inode, StoreIdentity identity)
    {
        Database = database;
        Identity = identity;
        Guard = new StoreGuard(name, inode);
        _lock = @lock;
        _inode = inode;
    }

    public SqliteDatabase Database { get; }

    public StoreIdentity Identity { get; }

    public StoreGuard Guard { get; }

    public static StoreFile Open(string configured, IReadOnlyList<MigrationScript> scripts, ILogger<StoreFile> logger)
    {
        var name = StoreName.Of(configured);
        var path = name.Path;
        SqliteLock? held = null;
        InodeLock? inode = null;
        try
        {
            LinkNotes.RequireFile(name);
            StorePath.PrepareDirectory(path);
            held = SqliteLock.Take(path);
            StorePath.PrepareFile(path);
            inode = InodeLock.Take(path);
            SoundnessCheck.Header(path);
            var database = new SqliteDatabase(path);
            var identity = new StoreIdentity(name, inode, logger);
            identity.RequireLogOfStore();
            new StoreMigration(database, scripts, logger).Run(identity.Examine);
            logger.StoreOpened(path, scripts[^1].Name);
            if (inode?.Status is { Links: > 1 })
            {
                logger.HasOtherNames(path);
            }

            return new StoreFile(database, name, held, inode, identity);
        }
        catch (Exception e)
        {
            inode?.Dispose();
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
        _inode?.Dispose();
        _lock.Dispose();
    }
}
