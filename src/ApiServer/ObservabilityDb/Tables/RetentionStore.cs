using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>
/// Rows of table <c>table_retention</c>: what callers have set. The empty name stands for all tables that have none of their own.
/// </summary>
internal sealed class RetentionStore(IStoreDatabase database)
{
    public const string Default = "";

    private const string AllSql = "SELECT name, seconds FROM table_retention";
    private const string FindSql = "SELECT seconds FROM table_retention WHERE name = @name";
    private const string DeleteSql = "DELETE FROM table_retention WHERE name = @name";

    private const string PutSql = """
        INSERT INTO table_retention (name, seconds) VALUES (@name, @seconds) ON CONFLICT (name) DO UPDATE SET seconds = excluded.seconds
        """;

    public async Task<IReadOnlyDictionary<string, TimeSpan>> LoadAllAsync(CancellationToken cancellationToken) =>
        (await database.ReadAsync(AllSql, row => (Name: row.GetString(0), Seconds: row.GetInt64(1)), [], cancellationToken))
        .ToDictionary(row => row.Name, row => TimeSpan.FromSeconds(row.Seconds));

    public TimeSpan? Find(WriteUnit unit, string name) =>
        unit.Query(FindSql, row => row.GetInt64(0), ("@name", name)) is [var seconds] ? TimeSpan.FromSeconds(seconds) : null;

    /// <param name="unit">The transaction.</param>
    /// <param name="name">A table, or <see cref="Default"/>.</param>
    /// <param name="retention">Null = none is set any more.</param>
    public void Set(WriteUnit unit, string name, TimeSpan? retention)
    {
        if (retention is { } given)
        {
            unit.Execute(PutSql, ("@name", name), ("@seconds", Math.Max(1, (long)given.TotalSeconds)));
        }
        else
        {
            unit.Execute(DeleteSql, ("@name", name));
        }
    }
}
