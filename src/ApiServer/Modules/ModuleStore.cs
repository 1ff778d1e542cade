using Dapper;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Modules;

/// <summary>Modules in the embedded store: tables code, ebpf and module_revision. What takes a unit sees that unit's own writes.</summary>
internal sealed class ModuleStore(IStoreDatabase database)
{
    private const string InsertCodeSql = """
        INSERT INTO code (id, name, description, labels, ebpf, wasm, wasm_content, wasm_file_name, fn, schema_name, schema_attr, panel,
                          status, revision, update_count, create_time, update_time)
        VALUES (@Id, @Name, @Description, @Labels, @Ebpf, @WasmSource, @WasmBinary, @WasmFileName, @Fn, @SchemaName, @SchemaAttr, @Panel,
                @Status, @Revision, @UpdateCount, @CreateTime, @UpdateTime)
        """;

    private const string InsertEbpfSql = """
        INSERT INTO ebpf (id, code_id, code, event_size, perf_buffers, entry, return, create_time)
        VALUES (@EbpfId, @Id, @EbpfSource, @EventSize, @PerfBuffers, @Entry, @Return, @CreateTime)
        """;

    private const string InsertRevisionSql = """
        INSERT INTO module_revision (module_id, revision, definition, ebpf_source, ebpf_object, wasm_source, wasm_binary, create_time)
        VALUES (@Id, @Revision, @Definition, @EbpfSource, @EbpfObject, @WasmSource, @WasmBinary, @UpdateTime)
        """;

    private const string UpdateDetailsSql = """
        UPDATE code SET name = @Name, description = @Description, labels = @Labels, panel = @Panel, revision = @Revision,
                        update_count = @UpdateCount, update_time = @UpdateTime
        WHERE id = @Id
        """;

    private const string UpdateCodeContentSql = """
        UPDATE code SET ebpf = @Ebpf, wasm = @WasmSource, wasm_content = @WasmBinary, wasm_file_name = @WasmFileName, fn = @Fn,
                        schema_attr = @SchemaAttr
        WHERE id = @Id
        """;

    private const string UpdateEbpfSql = """
        UPDATE ebpf SET code = @EbpfSource, event_size = @EventSize, perf_buffers = @PerfBuffers, entry = @Entry, return = @Return
        WHERE code_id = @Id
        """;

    private const string PruneSql = """
        DELETE FROM module_revision
        WHERE module_id = @moduleId
          AND revision <= (SELECT max(revision) FROM module_revision WHERE module_id = @moduleId) - @keep
          AND revision NOT IN (SELECT value FROM json_each(@inUse))
        """;

    private const string AllSql = """
        SELECT c.id, c.name, c.description, c.labels, c.panel, c.status, c.revision, c.update_count AS UpdateCount,
               c.create_time AS CreateTime, c.update_time AS UpdateTime, r.definition, r.table_name AS TableName
        FROM code c JOIN module_revision r ON r.module_id = c.id AND r.revision = c.revision
        """;

    private const string FindSql = AllSql + " WHERE c.id = @id";
    private const string AllIdsSql = "SELECT id FROM code ORDER BY id";
    private const string IdsInSql = "SELECT id FROM code WHERE status = @lifecycle ORDER BY id";
    private const string NameTakenSql = "SELECT EXISTS (SELECT 1 FROM code WHERE name = @name AND id <> @exceptId)";
    private const string SetLifecycleSql = "UPDATE code SET status = @lifecycle WHERE id = @id";
    private const string SetTableSql =
        "UPDATE module_revision SET table_name = @table WHERE module_id = @id AND revision = @revision AND table_name = ''";

    private const string DeleteSql = "DELETE FROM code WHERE id = @id";

    public void Insert(WriteUnit unit, Module module)
    {
        var rows = ModuleRows.Of(module);
        unit.Connection.Execute(InsertCodeSql, rows);
        unit.Connection.Execute(InsertEbpfSql, rows);
        unit.Connection.Execute(InsertRevisionSql, rows);
    }

    /// <summary>The module without its programs.</summary>
    public Module? Find(WriteUnit unit, string id) => unit.Connection.QuerySingleOrDefault<ModuleRow>(FindSql, new { id })?.ToModule();

    /// <summary>Ids of all modules, oldest first.</summary>
    public IReadOnlyList<string> AllIds(WriteUnit unit) => unit.Connection.Query<string>(AllIdsSql).AsList();

    /// <summary>Ids of the modules at this point of their life, oldest first.</summary>
    public IReadOnlyList<string> IdsIn(WriteUnit unit, ModuleLifecycle lifecycle) =>
        unit.Connection.Query<string>(IdsInSql, new { lifecycle }).AsList();

    public bool NameTaken(WriteUnit unit, string name, string exceptId = "") =>
        unit.Connection.ExecuteScalar<bool>(NameTakenSql, new { name, exceptId });

    /// <summary>Stores the module's details, and with <paramref name="newRevision"/> its content, which must be complete then.</summary>
    public void Update(WriteUnit unit, Module module, bool newRevision)
    {
        var rows = ModuleRows.Of(module);
        unit.Connection.Execute(UpdateDetailsSql, rows);
        if (newRevision)
        {
            unit.Connection.Execute(UpdateCodeContentSql, rows);
            unit.Connection.Execute(UpdateEbpfSql, rows);
            unit.Connection.Execute(InsertRevisionSql, rows);
        }
    }

    /// <summary>Forgets all but the newest <paramref name="keep"/> revisions and those in use; returns how many.</summary>
    public int PruneRevisions(WriteUnit unit, string moduleId, int keep, IReadOnlyCollection<int> inUse) =>
        unit.Connection.Execute(PruneSql, new { moduleId, keep, inUse = $"[{string.Join(',', inUse)}]" });

    /// <summary>The module, without its programs, as it is then. It must exist.</summary>
    public Module SetLifecycle(WriteUnit unit, string id, ModuleLifecycle lifecycle)
    {
        unit.Connection.Execute(SetLifecycleSql, new { id, lifecycle });
        return Find(unit, id) ?? throw new InvalidOperationException($"There is no module {id} to set the life cycle of.");
    }

    /// <summary>Deletes the module with its revisions; false when there was none.</summary>
    public bool Delete(WriteUnit unit, string id) => unit.Connection.Execute(DeleteSql, new { id }) > 0;

    public bool RevisionExists(WriteUnit unit, string id, int revision) => RevisionSql.Exists(unit.Connection, id, revision);

    /// <summary>The table of a revision; empty when it was never ready, null when there is no such revision.</summary>
    public string? TableOf(WriteUnit unit, string id, int revision) => RevisionSql.TableOf(unit.Connection, id, revision);

    /// <summary>A revision's table was ready: from now on its rows go there.</summary>
    public void SetTable(WriteUnit unit, string id, int revision, string table) =>
        unit.Connection.Execute(SetTableSql, new { id, revision, table });

    /// <summary>The declared columns of a revision, and its table as <see cref="TableOf"/> says it; null when it is not kept.</summary>
    public (IReadOnlyList<OutputField> Fields, string Table)? LoadSchema(string id, int revision)
    {
        using var connection = database.OpenRead();
        return RevisionSql.LoadSchema(connection, id, revision);
    }

    /// <summary>The full content of a revision; null when it is not kept.</summary>
    public async Task<ModuleContent?> LoadContentAsync(string moduleId, int revision, CancellationToken cancellationToken)
    {
        await using var connection = database.OpenRead();
        return await RevisionSql.LoadContentAsync(connection, moduleId, revision, cancellationToken);
    }

    /// <summary>Kept revisions older than <paramref name="before"/>, newest first, without programs; and how many there are.</summary>
    public async Task<(IReadOnlyList<ModuleRevision> Revisions, int Total)> ListRevisionsAsync(
        string moduleId, int before, int limit, CancellationToken cancellationToken)
    {
        return await RevisionSql.ListAsync(database, moduleId, before, limit, cancellationToken);
    }

    /// <summary>All modules without their programs, for the catalog at start.</summary>
    public IReadOnlyList<Module> LoadAll()
    {
        using var connection = database.OpenRead();
        return [.. connection.Query<ModuleRow>(AllSql).Select(row => row.ToModule())];
    }
}
