using System.Data.Common;
using System.Text.Json;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>Rows of table <c>schema</c>: every table of ours in the observability database.</summary>
internal sealed class SchemaStore(IStoreDatabase database, TimeProvider clock)
{
    private const string Columns = "name, uid, version, columns";
    private const string AllSql = $"SELECT {Columns} FROM schema ORDER BY uid, create_time, version";
    private const string OfModuleSql = $"SELECT {Columns} FROM schema WHERE uid = @moduleId ORDER BY create_time, version";
    private const string FindSql = $"SELECT {Columns} FROM schema WHERE name = @name";
    private const string HasSql = "SELECT 1 FROM schema WHERE uid = @moduleId LIMIT 1";
    private const string DeleteSql = "DELETE FROM schema WHERE name = @name";

    private const string PutSql = """
        INSERT INTO schema (id, name, uid, columns, version, create_time) VALUES (@id, @name, @moduleId, @columns, @version, @now)
        ON CONFLICT (name) DO UPDATE SET columns = excluded.columns, version = excluded.version
        """;

    /// <summary>All tables; those of a module oldest first.</summary>
    public async Task<IReadOnlyList<ModuleTable>> LoadAllAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(AllSql, Read, [], cancellationToken);

    /// <summary>The tables of a module, oldest first.</summary>
    public async Task<IReadOnlyList<ModuleTable>> OfModuleAsync(string moduleId, CancellationToken cancellationToken) =>
        await database.ReadAsync(OfModuleSql, Read, [("@moduleId", moduleId)], cancellationToken);

    public bool HasTables(WriteUnit unit, string moduleId) => unit.Query(HasSql, _ => true, ("@moduleId", moduleId)).Count > 0;

    public ModuleTable? Find(WriteUnit unit, string name) => unit.Query(FindSql, Read, ("@name", name)).SingleOrDefault();

    public void Put(WriteUnit unit, ModuleTable table) => unit.Execute(
        PutSql,
        ("@id", Guid.CreateVersion7(clock.GetUtcNow()).ToString()),
        ("@name", table.Name),
        ("@moduleId", table.ModuleId),
        ("@columns", JsonSerializer.Serialize(
            table.Columns.Select(column => new StoredColumn(column.Name, column.Type)), StoredColumns.Types.IEnumerableStoredColumn)),
        ("@version", table.Version),
        ("@now", StoredTime.Text(clock.GetUtcNow())));

    public void Delete(WriteUnit unit, string name) => unit.Execute(DeleteSql, ("@name", name));

    private static ModuleTable Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetInt32(2),
        [
            .. (JsonSerializer.Deserialize(row.GetString(3), StoredColumns.Types.StoredColumnArray) ?? [])
                .Select(column => new TableColumn(column.Name, column.Type)),
        ]);
}
