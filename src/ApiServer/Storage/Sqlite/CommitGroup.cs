using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>
/// Commits units in one transaction, a savepoint each. SQLite may drop the whole transaction on its own (a full disk), released
/// savepoints included and without a word, so after any error the connection is asked whether one is still open.
/// </summary>
internal sealed class CommitGroup : ICommitGroup
{
    /// <summary>Work beyond this waits for the next group, so that many large units do not hold up everybody's answer.</summary>
    private static readonly TimeSpan MaxGroup = TimeSpan.FromMilliseconds(25);

    private readonly StoreFile _file;
    private readonly SqliteConnection _connection;
    private readonly PreparedStatements _statements;
    private readonly TransactionControl _transaction;
    private readonly StorageMetrics _metrics;
    private readonly StoreHealth _health;
    private readonly IHostApplicationLifetime _host;
    private readonly ILogger<CommitGroup> _logger;
    private volatile bool _broken; // Also by whoever applies effects, elsewhere.
    private bool _cannotFold;
    private bool _closed;

    public CommitGroup(
        StoreFile file, StorageMetrics metrics, StoreHealth health, IHostApplicationLifetime host, ILogger<CommitGroup> logger)
    {
        _file = file;
        _connection = OpenWriter(file);
        _statements = new PreparedStatements(_connection);
        _transaction = new TransactionControl(_connection);
        _metrics = metrics;
        _health = health;
        _host = host;
        _logger = logger;
    }

    /// <summary>
    /// Commits as many of the queued units as fit in one group, the first ones, and returns how many that were. Each that failed knows why.
    /// </summary>
    /// <param name="queued">What waits.</param>
    /// <param name="lost">What was committed is in files that nobody finds any more.</param>
    public int Commit(ReadOnlySpan<PendingWrite> queued, out UnavailableException? lost)
    {
        lost = null;
        if (_broken)
        {
            FailAll(queued, StorageFailures.Stopped());
            return queued.Length;
        }

        return Store(queued, out lost);
    }

    /// <summary>Nothing is written any more, and the process is asked to end.</summary>
    public void GiveUp(Exception cause)
    {
        _broken = true;
        _health.Broke(cause);

        // Elsewhere: what is told that the host stops may wait for a write, and this is the thread that would refuse it.
        ThreadPool.QueueUserWorkItem(host => host.StopApplication(), _host, preferLocal: false);
    }

    /// <summary>Folds the log into the file and closes it.</summary>
    public void Dispose()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        _transaction.Dispose();
        _statements.Dispose();
        _file.Database.CloseReaders();
        var lost = _file.Guard.Check();
        var isFolded = Checkpoint();
        _connection.Dispose();
        if (isFolded && (lost is null || _file.Guard.IsRescued))
        {
            _file.Identity.End();
        }
        else if (lost?.Reason == LostFiles.LogLostReason)
        {
            _file.Identity.EndWithoutLog();
        }
    }

    private int Store(ReadOnlySpan<PendingWrite> queued, out UnavailableException? lost)
    {
        lost = null;
        var start = Stopwatch.GetTimestamp();
        var changes = _transaction.Changes;
        var done = 0;
        try
        {
            AskAboutShortLog();
            _transaction.Begin();
            do
            {
                Execute(queued[done++]);
            }
            while (done < queued.Length && Stopwatch.GetElapsedTime(start) < MaxGroup);

            if (_file.Guard.Check() is { } gone)
            {
                throw gone;
            }

            _transaction.Commit();
        }
        catch (Exception e)
        {
            // Those that had no turn fail too: a store that just failed is not asked once more for each of them.
            RollBack();

            // A file that was cut looks damaged to SQLite; what happened to it says more.
            var failure = (e is SqliteException ? _file.Guard.Check() : null) ?? StorageFailures.Refused(SqliteFaults.Of(e), e);
            failure = RescueLog(failure);
            FailAll(queued, failure);
            _health.Failed(failure, e, queued.Length);
            _metrics.GroupFailed();
            return queued.Length;
        }

        if (_file.Guard.CheckAfterCommit() is { } since)
        {
            lost = LostFiles.NotKnown(RescueLog(since));
            _health.Failed(lost, lost, done);
            _metrics.GroupFailed();
            return done;
        }

        _metrics.GroupCommitted(done, Stopwatch.GetElapsedTime(start));
        if (_transaction.Changes != changes)
        {
            _health.Succeeded();
        }

        return done;
    }

    private static SqliteConnection OpenWriter(StoreFile file)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = file.Database.OpenWrite();
            file.Identity.Begin(connection);
            file.Guard.Begin();
            return connection;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            connection?.Dispose();
            throw StartupFailures.CannotOpen(file.Database.Path, e);
        }
    }

    private void Execute(PendingWrite pending)
    {
        if (pending.Abandoned)
        {
            pending.Failure = new OperationCanceledException();
            return;
        }

        _transaction.BeginUnit();
        try
        {
            pending.Unit = new WriteUnit(_connection, _statements);
            pending.Execute(pending.Unit);
            _transaction.KeepUnit();
        }
        catch (Exception e) when (!FailsGroup(e))
        {
            pending.Failure = e;
            _transaction.DropUnit();
        }
    }

    /// <summary>A broken rule or constraint is the unit's own; anything that may have cost the transaction is everybody's.</summary>
    private bool FailsGroup(Exception e) =>
        !_transaction.InTransaction || (e is SqliteException sqlite && !SqliteFaults.IsOfUnit(sqlite));

    private void RollBack()
    {
        try
        {
            if (_transaction.InTransaction)
            {
                _transaction.Rollback();
            }
        }
        catch (SqliteException e)
        {
            _logger.RollbackFailed(e);
        }
    }

    /// <summary>
    /// Other programs may fold the log into the file and shorten it (PRAGMA wal_checkpoint(TRUNCATE), as backup scripts do); then SQLite
    /// finds nothing, or everything, folded. Of a log that was cut, it cannot read the frames that are not folded yet.
    /// </summary>
    private void AskAboutShortLog()
    {
        _file.Guard.Check();

        // Then it begins anew: frames behind the end of a short log would not be found after a crash.
        if (_file.Guard.IsLogShort && Fold("PASSIVE") && Checkpoint())
        {
            _file.Guard.TakeShortLog();
        }
    }

    /// <summary>
    /// What was acknowledged is in a log without a name: into the file with it, while it is still open. The result tells how that went.
    /// </summary>
    private T RescueLog<T>(T failure)
        where T : DomainException
    {
        if (failure.Reason != LostFiles.LogLostReason || _file.Guard.IsRescued || _file.Guard.IsLogShort)
        {
            return failure;
        }

        _file.Guard.IsRescued = Checkpoint();
        return _file.Guard.Check() as T ?? failure;
    }

    /// <summary>True when all of the log is in the file.</summary>
    private bool Checkpoint()
    {
        var isFolded = false;
        _file.Guard.WhileFolding(() => isFolded = Fold("TRUNCATE"));
        return isFolded;
    }

    private bool Fold(string how)
    {
        try
        {
            using var command = _connection.CreateCommand();
            command.CommandText = $"PRAGMA wal_checkpoint({how})";
            using var result = command.ExecuteReader();
            _cannotFold = false;
            return result.Read() && result.GetInt64(0) == 0 && result.GetInt64(1) == result.GetInt64(2);
        }
        catch (SqliteException e)
        {
            // Nothing is lost by that: a log that is whole stays beside the file and is read at the next start.
            if (!_cannotFold)
            {
                _logger.CheckpointFailed(e);
            }

            _cannotFold = true;
            return false;
        }
    }

    /// <summary>Also those that failed by themselves: what they ran into may be what was rolled back just now.</summary>
    private static void FailAll(ReadOnlySpan<PendingWrite> queued, DomainException failure)
    {
        foreach (var pending in queued)
        {
            pending.Failure = pending.Failure as OperationCanceledException ?? (Exception)failure;
        }
    }
}
