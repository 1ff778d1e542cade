using Microsoft.Data.Sqlite;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>Notices that the file is gone, and folds in a log that readers kept from shrinking.</summary>
internal sealed class SqliteUpkeep(StoreFile file, ILogger<SqliteUpkeep> logger) : IStoreUpkeep
{
    private const string CheckpointSql = "PRAGMA busy_timeout = 500; PRAGMA wal_checkpoint(TRUNCATE);";

    public bool IsLost() => file.Guard.Check() is not null;

    public void Tidy()
    {
        var log = new FileInfo(file.Database.Path + "-wal");
        if (!log.Exists || log.Length <= SqliteDatabase.WalLimit)
        {
            return;
        }

        logger.LogGrows(log.Length);
        file.Guard.WhileFolding(() =>
        {
            using var connection = file.Database.OpenWrite();
            using var command = new SqliteCommand(CheckpointSql, connection);
            command.ExecuteNonQuery();
        });
    }
}
