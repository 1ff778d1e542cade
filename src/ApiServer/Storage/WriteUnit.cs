using Microsoft.Data.Sqlite;

namespace Tricorder.ApiServer.Storage;

/// <summary>
/// What one unit of work may use while it runs inside the writer's transaction. Dapper works on <see cref="Connection"/> as it is;
/// statements on a hot path are kept prepared with <see cref="Prepared"/>.
/// </summary>
internal sealed class WriteUnit(SqliteConnection connection, PreparedStatements statements)
{
    private List<Action>? _afterCommit;

    public SqliteConnection Connection { get; } = connection;

    /// <summary>The prepared command of this text. Its parameters are named and created on first use by <paramref name="parameters"/>.</summary>
    public SqliteCommand Prepared(string sql, params ReadOnlySpan<string> parameters) => statements.Get(sql, parameters);

    /// <summary>
    /// Runs after COMMIT, in commit order, before the caller's task completes: the place to bring in-memory state up to date.
    /// It must be quick and must not throw.
    /// </summary>
    public void AfterCommit(Action action) => (_afterCommit ??= []).Add(action);

    internal void RunAfterCommit()
    {
        foreach (var action in _afterCommit ?? [])
        {
            action();
        }
    }
}
