using System.Text.Json;
using Dapper;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>Rows of table <c>schema</c>: every table of ours in the observability database.</summary>
internal sealed class SchemaStore(SqliteDatabase database, TimeProvider clock)
{
    private const string Columns = "name, uid AS ModuleId, version, columns";
    private const string AllSql = $"SELECT {Columns} FROM schema ORDER BY uid, create_time, version";
    private const string OfModuleSql = $"SELECT {Columns} FROM schema WHERE uid = @moduleId ORDER BY create_time, version";
    private const string FindSql = $"SELECT {Columns} FROM schema WHERE name = @name";
    private const string HasSql = "SELECT EXISTS (SELECT 1 FROM schema WHERE uid = @moduleId)";
    private const string DeleteSql = "DELETE FROM schema WHERE name = @name";

    private const string PutSql = """
        INSERT INTO schema (id, name, uid, columns, version, create_time) VALUES (@id, @Name, @ModuleId, @columns, @Version, @now)
        ON CONFLICT (name) DO UPDATE SET columns = excluded.columns, version = excluded.version
        """;

    /// <summary>All tables; those of a module oldest first.</summary>
    public IReadOnlyList<ModuleTable> LoadAll()
    {
        using var connection = database.OpenRead();
        return [.. connection.Query<Row>(AllSql).Select(row => row.ToTable())];
    }

    /// <summary>The tables of a module, oldest first.</summary>
    public IReadOnlyList<ModuleTable> OfModule(string moduleId)
    {
        using var connection = database.OpenRead();
        return [.. connection.Query<Row>(OfModuleSql, new { moduleId }).Select(row => row.ToTable())];
    }

    public bool HasTables(WriteUnit unit, string moduleId) => unit.Connection.ExecuteScalar<bool>(HasSql, new { moduleId });

    public ModuleTable? Find(WriteUnit unit, string name) => unit.Connection.QuerySingleOrDefault<Row>(FindSql, new { name })?.ToTable();

    public void Put(WriteUnit unit, ModuleTable table) => unit.Connection.Execute(PutSql, new
    {
        id = Guid.CreateVersion7(clock.GetUtcNow()).ToString(),
        table.Name,
        table.ModuleId,
        columns = JsonSerializer.Serialize(
            table.Columns.Select(column => new StoredColumn(column.Name, column.Type)), StoredColumns.Types.IEnumerableStoredColumn),
        table.Version,
        now = StoredTime.Text(clock.GetUtcNow()),
    });

    public void Delete(WriteUnit unit, string name) => unit.Connection.Execute(DeleteSql, new { name });

    private sealed class Row
    {
        public string Name { get; init; } = "";

        public string ModuleId { get; init; } = "";

        public int Version { get; init; }

        public string Columns { get; init; } = "";

        public ModuleTable ToTable() => new(
            Name, ModuleId, Version,
            [.. (JsonSerializer.Deserialize(Columns, StoredColumns.Types.StoredColumnArray) ?? [])
                .Select(column => new TableColumn(column.Name, column.Type))]);
    }
}
