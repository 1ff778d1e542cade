using System.Data.Common;

namespace Tricorder.ApiServer.Storage;

/// <summary>
/// What one unit of work may use while it runs inside the writer's transaction. The statements of <see cref="Execute"/> and
/// <see cref="Query"/> are parsed once and kept.
/// </summary>
internal sealed class WriteUnit(DbConnection connection, PreparedStatements statements)
{
    private List<Action>? _afterCommit;

    public DbConnection Connection { get; } = connection;

    /// <summary>Runs a kept statement and returns the number of rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        statements.Get(sql, parameters).ExecuteNonQuery();

    /// <summary>Runs a kept statement and reads its rows.</summary>
    public List<T> Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var reader = statements.Get(sql, parameters).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

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
