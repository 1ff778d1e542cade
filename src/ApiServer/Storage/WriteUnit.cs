using System.Data.Common;

namespace Tricorder.ApiServer.Storage;

/// <summary>
/// What one unit of work may use while it runs inside the writer's transaction. The statements of <see cref="Execute"/> and
/// <see cref="Query"/> are parsed once and kept.
/// </summary>
internal sealed class WriteUnit(DbConnection connection, PreparedStatements statements)
{
    private List<Effect>? _effects;

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

    /// <summary>Runs a kept statement for each row, as one call of the engine; the numbers of rows changed, in the same order.</summary>
    public int[] ExecuteEach<T>(string sql, IReadOnlyList<T> rows, Func<T, (string Name, object? Value)[]> parameters)
    {
        var changed = new int[rows.Count];
        for (var at = 0; at < rows.Count; at++)
        {
            changed[at] = Execute(sql, parameters(rows[at]));
        }

        return changed;
    }

    /// <summary>Runs a kept statement for each key, as one call of the engine; all rows found.</summary>
    public List<T> QueryEach<TKey, T>(
        string sql, IEnumerable<TKey> keys, Func<DbDataReader, T> read, Func<TKey, (string Name, object? Value)[]> parameters) =>
        [.. keys.SelectMany(key => Query(sql, read, parameters(key)))];

    /// <summary>
    /// Changes live state after COMMIT, in commit order, before the caller's task completes. It must be quick and must not throw.
    /// </summary>
    public void Publish(Action change) => (_effects ??= []).Add(new Effect(change, IsOnLiveState: true));

    /// <summary>The same for what is not live state: what has a lock of its own, or ends streams.</summary>
    public void AfterCommit(Action action) => (_effects ??= []).Add(new Effect(action, IsOnLiveState: false));

    /// <summary>What is to follow the commit, in order.</summary>
    internal IReadOnlyList<Effect> Effects => _effects ?? [];
}

/// <summary>What follows a commit in memory.</summary>
internal readonly record struct Effect(Action Action, bool IsOnLiveState);
