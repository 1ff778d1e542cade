using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>
/// The statements around units, stepped on bare handles: as commands they would cost more than a small unit itself. Nothing but
/// <see cref="Commit"/> can make a transaction durable; a unit that lost its transaction and writes on gets an error instead of a
/// commit of its own.
/// </summary>
internal sealed class TransactionControl : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _commit;
    private readonly sqlite3_stmt _rollback;
    private readonly sqlite3_stmt _savepoint;
    private readonly sqlite3_stmt _release;
    private readonly sqlite3_stmt _rollbackTo;
    private bool _mayCommit;

    public TransactionControl(SqliteConnection connection)
    {
        _handle = connection.Handle!;
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _savepoint = Prepare("SAVEPOINT unit");
        _release = Prepare("RELEASE unit");
        _rollbackTo = Prepare("ROLLBACK TO unit");
        raw.sqlite3_commit_hook(_handle, _ => _mayCommit ? 0 : 1, null);
    }

    /// <summary>SQLite ends a transaction by itself when the disk fails it, without saying so.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>Rows changed on this connection so far.</summary>
    public long Changes => raw.sqlite3_total_changes(_handle);

    public void Begin() => Step(_begin);

    public void Commit()
    {
        _mayCommit = true;
        try
        {
            Step(_commit);
        }
        finally
        {
            _mayCommit = false;
        }
    }

    public void Rollback() => Step(_rollback);

    public void BeginUnit() => Step(_savepoint);

    public void KeepUnit() => Step(_release);

    public void DropUnit()
    {
        Step(_rollbackTo);
        Step(_release);
    }

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<sqlite3_stmt>)[_begin, _commit, _rollback, _savepoint, _release, _rollbackTo])
        {
            statement.Dispose();
        }

        // What closes the connection commits nothing of a unit's.
        raw.sqlite3_commit_hook(_handle, null, null);
    }

    private sqlite3_stmt Prepare(string sql)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_handle, sql, out var statement), _handle);
        return statement;
    }

    private void Step(sqlite3_stmt statement)
    {
        try
        {
            // Before the reset, which replaces the connection's error message.
            var result = raw.sqlite3_step(statement);
            SqliteException.ThrowExceptionForRC(result == raw.SQLITE_DONE ? raw.SQLITE_OK : result, _handle);
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }
}
