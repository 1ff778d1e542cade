using System.Data.Common;
using Dapper;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Modules;

/// <summary>Reading revisions: <see cref="ModuleStore"/>'s half that only reads.</summary>
internal static class RevisionSql
{
    private const string ExistsSql = "SELECT EXISTS (SELECT 1 FROM module_revision WHERE module_id = @moduleId AND revision = @revision)";

    private const string ContentSql = """
        SELECT definition, ebpf_source AS EbpfSource, ebpf_object AS EbpfObject, wasm_source AS WasmSource, wasm_binary AS WasmBinary,
               table_name AS TableName
        FROM module_revision WHERE module_id = @moduleId AND revision = @revision
        """;

    private const string SchemaSql = """
        SELECT definition, table_name AS TableName FROM module_revision WHERE module_id = @moduleId AND revision = @revision
        """;

    private const string TableSql = "SELECT table_name FROM module_revision WHERE module_id = @moduleId AND revision = @revision";

    private const string ListSql = """
        SELECT revision, definition, create_time AS CreateTime
        FROM module_revision WHERE module_id = @moduleId AND revision < @before
        ORDER BY revision DESC LIMIT @limit
        """;

    private const string CountSql = "SELECT count(*) FROM module_revision WHERE module_id = @moduleId";

    public static bool Exists(DbConnection connection, string moduleId, int revision) =>
        connection.ExecuteScalar<bool>(ExistsSql, new { moduleId, revision });

    /// <summary>The table of a revision; empty when it was never ready, null when there is no such revision.</summary>
    public static string? TableOf(DbConnection connection, string moduleId, int revision) =>
        connection.ExecuteScalar<string>(TableSql, new { moduleId, revision });

    public static (IReadOnlyList<OutputField> Fields, string Table)? LoadSchema(
        DbConnection connection, string moduleId, int revision) =>
        connection.QuerySingleOrDefault<ContentRow>(SchemaSql, new { moduleId, revision }) is { } row
            ? (StoredDefinition.Read(row.Definition).Fields, row.TableName)
            : null;

    public static async Task<ModuleContent?> LoadContentAsync(
        DbConnection connection, string moduleId, int revision, CancellationToken cancellationToken)
    {
        var command = new CommandDefinition(ContentSql, new { moduleId, revision }, cancellationToken: cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<ContentRow>(command);
        return row?.ToContent();
    }

    public static async Task<(IReadOnlyList<ModuleRevision> Revisions, int Total)> ListAsync(
        IStoreDatabase database, string moduleId, int before, int limit, CancellationToken cancellationToken)
    {
        // One transaction, so that the page and the total belong together.
        await using var connection = database.OpenRead();
        await using var transaction = database.BeginSnapshot(connection);
        var total = await connection.ExecuteScalarAsync<int>(
            new CommandDefinition(CountSql, new { moduleId }, transaction, cancellationToken: cancellationToken));
        var rows = await connection.QueryAsync<RevisionRow>(
            new CommandDefinition(ListSql, new { moduleId, before, limit }, transaction, cancellationToken: cancellationToken));
        return ([.. rows.Select(row => row.ToRevision(moduleId))], total);
    }

    private sealed class ContentRow
    {
        public string Definition { get; init; } = "";

        public string EbpfSource { get; init; } = "";

        public byte[] EbpfObject { get; init; } = [];

        public string WasmSource { get; init; } = "";

        public byte[] WasmBinary { get; init; } = [];

        public string TableName { get; init; } = "";

        public ModuleContent ToContent()
        {
            var content = StoredDefinition.Read(Definition);
            return content with
            {
                TableName = TableName,
                Ebpf = content.Ebpf with { Source = EbpfSource, Object = EbpfObject },
                Wasm = content.Wasm with { Source = WasmSource, Binary = WasmBinary },
            };
        }
    }

    private sealed class RevisionRow
    {
        public int Revision { get; init; }

        public string Definition { get; init; } = "";

        public string CreateTime { get; init; } = "";

        public ModuleRevision ToRevision(string moduleId) =>
            new(moduleId, Revision, StoredDefinition.Read(Definition), StoredTime.Parse(CreateTime));
    }
}
