using System.Data.Common;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Modules;

/// <summary>Reading revisions: <see cref="ModuleStore"/>'s half that only reads.</summary>
internal static class RevisionSql
{
    private const string ContentSql = """
        SELECT definition, table_name, ebpf_source, ebpf_object, wasm_source, wasm_binary
        FROM module_revision WHERE module_id = @moduleId AND revision = @revision
        """;

    private const string SchemaSql =
        "SELECT definition, table_name FROM module_revision WHERE module_id = @moduleId AND revision = @revision";
    private const string TableSql = "SELECT table_name FROM module_revision WHERE module_id = @moduleId AND revision = @revision";

    private const string ListSql = """
        SELECT revision, definition, create_time
        FROM module_revision WHERE module_id = @moduleId AND revision < @before
        ORDER BY revision DESC LIMIT @limit
        """;

    private const string CountSql = "SELECT count(*) FROM module_revision WHERE module_id = @moduleId";

    /// <summary>The table of a revision; empty when it was never ready, null when there is no such revision.</summary>
    public static string? TableOf(WriteUnit unit, string moduleId, int revision) =>
        unit.Query(TableSql, row => row.GetString(0), ("@moduleId", moduleId), ("@revision", revision)).SingleOrDefault();

    public static async Task<(IReadOnlyList<OutputField> Fields, string Table)?> LoadSchemaAsync(
        IStoreDatabase database, string moduleId, int revision, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            SchemaSql,
            row => (StoredDefinition.Read(row.GetString(0)).Fields, row.GetString(1)),
            [("@moduleId", moduleId), ("@revision", revision)],
            cancellationToken) is [var found] ? found : null;

    public static async Task<ModuleContent?> LoadContentAsync(
        IStoreDatabase database, string moduleId, int revision, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            ContentSql, ReadContent, [("@moduleId", moduleId), ("@revision", revision)], cancellationToken)).SingleOrDefault();

    public static async Task<(IReadOnlyList<ModuleRevision> Revisions, int Total)> ListAsync(
        IStoreDatabase database, string moduleId, int before, int limit, CancellationToken cancellationToken)
    {
        // One snapshot, so that the page and the total belong together.
        await using var connection = await database.OpenReadAsync(cancellationToken);
        await using var snapshot = await database.BeginSnapshotAsync(connection, cancellationToken);
        var total = await connection.ReadAsync(CountSql, row => row.GetInt32(0), [("@moduleId", moduleId)], cancellationToken);
        var revisions = await connection.ReadAsync(
            ListSql,
            row => new ModuleRevision(moduleId, row.GetInt32(0), StoredDefinition.Read(row.GetString(1)), row.Time(2)),
            [("@moduleId", moduleId), ("@before", before), ("@limit", limit)],
            cancellationToken);
        return (revisions, total.Single());
    }

    private static ModuleContent ReadContent(DbDataReader row)
    {
        var content = StoredDefinition.Read(row.GetString(0));
        return content with
        {
            TableName = row.GetString(1),
            Ebpf = content.Ebpf with { Source = row.GetString(2), Object = row.Bytes(3) },
            Wasm = content.Wasm with { Source = row.GetString(4), Binary = row.Bytes(5) },
        };
    }
}
