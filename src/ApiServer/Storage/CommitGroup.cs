using Microsoft.Data.Sqlite;
using SQLitePCL;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage;

/// <summary>
/// Commits a batch of units in one transaction, a savepoint each. SQLite may drop the whole transaction on its own (a full disk),
/// released savepoints included and without a word, so after any SQLite error the connection is asked whether one is still open.
/// </summary>
internal sealed class CommitGroup(SqliteConnection connection, StorageMetrics metrics, ILogger<CommitGroup> logger) : IDisposable
{
    private readonly PreparedStatements _statements = new(connection);

    public void Commit(IReadOnlyList<PendingWrite> batch)
    {
        try
        {
            Run("BEGIN IMMEDIATE");
            foreach (var pending in batch)
            {
                Execute(pending);
            }

            Run("COMMIT");
        }
        catch (Exception e)
        {
            RollBack();
            FailAll(batch, StorageFailures.GroupFailed(e));
            logger.GroupFailed(e, batch.Count);
        }

        metrics.GroupCommitted(batch.Count);
        foreach (var pending in batch)
        {
            Finish(pending);
        }
    }

    public void Dispose()
    {
        _statements.Dispose();
        connection.Dispose();
    }

    private void Execute(PendingWrite pending)
    {
        if (pending.Abandoned)
        {
            pending.Failure = new OperationCanceledException();
            return;
        }

        Run("SAVEPOINT unit");
        try
        {
            pending.Unit = new WriteUnit(connection, _statements);
            pending.Execute(pending.Unit);
            Run("RELEASE unit");
        }
        catch (Exception e) when (!FailsGroup(e))
        {
            pending.Failure = e;
            Run("ROLLBACK TO unit");
            Run("RELEASE unit");
        }
    }

    /// <summary>A broken rule or constraint is the unit's own; anything that may have cost the transaction is everybody's.</summary>
    private bool FailsGroup(Exception e) =>
        raw.sqlite3_get_autocommit(connection.Handle) != 0
        || (e is SqliteException sqlite && !StorageFailures.IsUnitsOwn(sqlite));

    private void Finish(PendingWrite pending)
    {
        if (pending.Failure is null)
        {
            try
            {
                pending.Unit?.RunAfterCommit();
            }
            catch (Exception e)
            {
                // What is stored and what is in memory now differ; only a restart makes them one again.
                logger.AfterCommitFailed(e);
                pending.Failure = e;
            }
        }

        pending.Complete();
    }

    private void RollBack()
    {
        try
        {
            if (raw.sqlite3_get_autocommit(connection.Handle) == 0)
            {
                Run("ROLLBACK");
            }
        }
        catch (SqliteException e)
        {
            logger.RollbackFailed(e);
        }
    }

    private static void FailAll(IReadOnlyList<PendingWrite> batch, DomainException failure)
    {
        foreach (var pending in batch)
        {
            pending.Failure ??= failure;
        }
    }

    private void Run(string sql) => _statements.Get(sql).ExecuteNonQuery();
}
