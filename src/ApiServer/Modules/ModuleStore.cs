using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Modules;

/// <summary>Modules in the embedded store: tables code, ebpf and module_revision. What takes a unit sees that unit's own writes.</summary>
internal sealed class ModuleStore(IStoreDatabase database)
{
    private const string InsertCodeSql = """
        INSERT INTO code (id, name, description, labels, ebpf, wasm, wasm_content, wasm_file_name, fn, schema_name, schema_attr, panel,
                          status, revision, update_count, create_time, update_time)
        VALUES (@id, @name, @description, @labels, @ebpf, @wasm_source, @wasm_binary, @wasm_file_name, @fn, @schema_name, @schema_attr, @panel,
                @status, @revision, @update_count, @create_time, @update_time)
        """;

    private const string InsertEbpfSql = """
        INSERT INTO ebpf (id, code_id, code, event_size, perf_buffers, entry, return, create_time)
        VALUES (@ebpf_id, @id, @ebpf_source, @event_size, @perf_buffers, @entry, @return, @create_time)
        """;

    private const string InsertRevisionSql = """
        INSERT INTO module_revision (module_id, revision, definition, ebpf_source, ebpf_object, wasm_source, wasm_binary, create_time)
        VALUES (@id, @revision, @definition, @ebpf_source, @ebpf_object, @wasm_source, @wasm_binary, @update_time)
        """;

    private const string UpdateDetailsSql = """
        UPDATE code SET name = @name, description = @description, labels = @labels, panel = @panel, revision = @revision,
                        update_count = @update_count, update_time = @update_time
        WHERE id = @id
        """;

    private const string UpdateCodeContentSql = """
        UPDATE code SET ebpf = @ebpf, wasm = @wasm_source, wasm_content = @wasm_binary, wasm_file_name = @wasm_file_name, fn = @fn,
                        schema_attr = @schema_attr
        WHERE id = @id
        """;

    private const string UpdateEbpfSql = """
        UPDATE ebpf SET code = @ebpf_source, event_size = @event_size, perf_buffers = @perf_buffers, entry = @entry, return = @return
        WHERE code_id = @id
        """;

    private const string BeyondSql = """
        SELECT revision FROM module_revision
        WHERE module_id = @moduleId
          AND revision <= (SELECT max(revision) FROM module_revision WHERE module_id = @moduleId) - @keep
        """;

    private const string PruneSql = "DELETE FROM module_revision WHERE module_id = @moduleId AND revision = @revision";

    private const string AllSql = $"""
        SELECT {ModuleRow.Columns}
        FROM code c JOIN module_revision r ON r.module_id = c.id AND r.revision = c.revision
        """;

    private const string FindSql = AllSql + " WHERE c.id = @id";
    private const string AllIdsSql = "SELECT id FROM code ORDER BY id";
    private const string IdsInSql = "SELECT id FROM code WHERE status = @lifecycle ORDER BY id";
    private const string NameTakenSql = "SELECT 1 FROM code WHERE name = @name AND id <> @exceptId";
    private const string SetLifecycleSql = "UPDATE code SET status = @lifecycle WHERE id = @id";
    private const string SetTableSql =
        "UPDATE module_revision SET table_name = @table WHERE module_id = @id AND revision = @revision AND table_name = ''";

    private const string DeleteSql = "DELETE FROM code WHERE id = @id";

    public void Insert(WriteUnit unit, Module module)
    {
        var origin = ModuleRows.Origin(module);
        unit.ExecuteLarge(InsertCodeSql, [.. ModuleRows.Details(module), .. origin, .. ModuleRows.Code(module.Content)]);
        unit.ExecuteLarge(
            InsertEbpfSql,
            [("@ebpf_id", Guid.CreateVersion7(module.CreateTime).ToString()), origin[^1], .. ModuleRows.Ebpf(module)]);
        unit.ExecuteLarge(InsertRevisionSql, ModuleRows.Revision(module));
    }

    /// <summary>The module without its programs.</summary>
    public Module? Find(WriteUnit unit, string id) => unit.Query(FindSql, ModuleRow.Read, ("@id", id)).SingleOrDefault();

    /// <summary>Ids of all modules, oldest first.</summary>
    public IReadOnlyList<string> AllIds(WriteUnit unit) => unit.Query(AllIdsSql, row => row.GetString(0));

    /// <summary>Ids of the modules at this point of their life, oldest first.</summary>
    public IReadOnlyList<string> IdsIn(WriteUnit unit, ModuleLifecycle lifecycle) =>
        unit.Query(IdsInSql, row => row.GetString(0), ("@lifecycle", (int)lifecycle));

    public bool NameTaken(WriteUnit unit, string name, string exceptId = "") =>
        unit.Query(NameTakenSql, _ => true, ("@name", name), ("@exceptId", exceptId)).Count > 0;

    /// <summary>Stores the module's details, and with <paramref name="newRevision"/> its content, which must be complete then.</summary>
    public void Update(WriteUnit unit, Module module, bool newRevision)
    {
        unit.Execute(UpdateDetailsSql, ModuleRows.Details(module));
        if (newRevision)
        {
            unit.ExecuteLarge(UpdateCodeContentSql, [("@id", module.Id), .. ModuleRows.Code(module.Content)]);
            unit.ExecuteLarge(UpdateEbpfSql, ModuleRows.Ebpf(module));
            unit.ExecuteLarge(InsertRevisionSql, ModuleRows.Revision(module));
        }
    }

    /// <summary>Forgets all but the newest <paramref name="keep"/> revisions and those in use; returns how many.</summary>
    public int PruneRevisions(WriteUnit unit, string moduleId, int keep, IReadOnlyCollection<int> inUse) =>
        unit.Query(BeyondSql, row => row.GetInt32(0), ("@moduleId", moduleId), ("@keep", keep))
            .Except(inUse)
            .Sum(revision => unit.Execute(PruneSql, ("@moduleId", moduleId), ("@revision", revision)));

    /// <summary>The module, without its programs, as it is then. It must exist.</summary>
    public Module SetLifecycle(WriteUnit unit, string id, ModuleLifecycle lifecycle)
    {
        unit.Execute(SetLifecycleSql, ("@lifecycle", (int)lifecycle), ("@id", id));
        return Find(unit, id) ?? throw new InvalidOperationException($"There is no module {id} to set the life cycle of.");
    }

    /// <summary>Deletes the module with its revisions; false when there was none.</summary>
    public bool Delete(WriteUnit unit, string id) => unit.Execute(DeleteSql, ("@id", id)) > 0;

    public bool RevisionExists(WriteUnit unit, string id, int revision) => RevisionSql.TableOf(unit, id, revision) is not null;

    /// <summary>The table of a revision; empty when it was never ready, null when there is no such revision.</summary>
    public string? TableOf(WriteUnit unit, string id, int revision) => RevisionSql.TableOf(unit, id, revision);

    /// <summary>A revision's table was ready: from now on its rows go there.</summary>
    public void SetTable(WriteUnit unit, string id, int revision, string table) =>
        unit.Execute(SetTableSql, ("@table", table), ("@id", id), ("@revision", revision));

    /// <summary>The declared columns of a revision, and its table as <see cref="TableOf"/> says it; null when it is not kept.</summary>
    public Task<(IReadOnlyList<OutputField> Fields, string Table)?> LoadSchemaAsync(
        string id, int revision, CancellationToken cancellationToken) =>
        RevisionSql.LoadSchemaAsync(database, id, revision, cancellationToken);

    /// <summary>The full content of a revision; null when it is not kept.</summary>
    public Task<ModuleContent?> LoadContentAsync(string moduleId, int revision, CancellationToken cancellationToken) =>
        RevisionSql.LoadContentAsync(database, moduleId, revision, cancellationToken);

    /// <summary>Kept revisions older than <paramref name="before"/>, newest first, without programs; and how many there are.</summary>
    public Task<(IReadOnlyList<ModuleRevision> Revisions, int Total)> ListRevisionsAsync(
        string moduleId, int before, int limit, CancellationToken cancellationToken) =>
        RevisionSql.ListAsync(database, moduleId, before, limit, cancellationToken);

    /// <summary>All modules without their programs, for the catalog at start.</summary>
    public async Task<IReadOnlyList<Module>> LoadAllAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(AllSql, ModuleRow.Read, [], cancellationToken);
}
