using Dapper;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Storage;

/// <summary>
/// What the store needs done from time to time: forgetting old request answers, asking a store that refused a commit whether it has
/// recovered (an idle server would stay unhealthy for ever), noticing that the file is gone,
/// and folding in a log that readers kept from shrinking.
/// </summary>
internal sealed class StorageMaintenance(
    StoreWriter writer,
    StoreFile file,
    RequestLog requests,
    StoreHealth health,
    TimeProvider clock,
    ILogger<StorageMaintenance> logger)
    : IReconciler
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan PrunePeriod = TimeSpan.FromMinutes(10);

    /// <summary>Small units, so that nobody waits long behind one.</summary>
    private const int PruneAtOnce = 200;

    private const string CheckpointSql = "PRAGMA busy_timeout = 500; PRAGMA wal_checkpoint(TRUNCATE);";

    // Writing what is there already would not reach the disk, so a row comes and goes.
    private const string ProbeSql = """
        INSERT INTO request (method, actor, request_id, hash, answer, create_time) VALUES ('', '', '', x'', x'', '');
        DELETE FROM request WHERE method = '' AND request_id = '';
        """;

    private DateTimeOffset _nextPrune;

    public LoopPlan Plan { get; } = new("storage-upkeep", "Upkeep of the store")
    {
        Trigger = LoopTrigger.Time,
        Resync = Period,
        RequiresLeader = true,
    };

    public async Task<Requeue> ReconcileAsync(CancellationToken cancellationToken)
    {
        // Also when nobody writes: a file that was taken away is told before somebody needs it.
        if (health.Failure is not null || file.Guard.Look() is not null)
        {
            await writer.WriteAsync(unit => { unit.Connection.Execute(ProbeSql); }, cancellationToken);
        }

        FoldLog();
        if (clock.GetUtcNow() >= _nextPrune)
        {
            await PruneAsync(cancellationToken);
            _nextPrune = clock.GetUtcNow() + PrunePeriod;
        }

        return Requeue.AtResync;
    }

    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        while (await writer.WriteAsync(unit => requests.Prune(unit, PruneAtOnce), cancellationToken) == PruneAtOnce)
        {
        }
    }

    private void FoldLog()
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
            connection.Execute(CheckpointSql);
        });
    }
}
