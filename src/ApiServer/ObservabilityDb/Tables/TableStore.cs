using Dapper;
using Npgsql;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>The module tables in the observability database itself. All statements may be repeated.</summary>
internal sealed class TableStore
{
    private const string ColumnsSql = """
        SELECT c.relname AS "Table", a.attname AS Name, format_type(a.atttypid, a.atttypmod) AS Type
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v') AND starts_with(c.relname, @prefix)
        ORDER BY c.relname, a.attnum
        """;

    private const string ShapesSql = """
        SELECT c.relname::text AS Name,
               c.relkind = 'p' OR EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid OR i.inhrelid = c.oid) AS InParts,
               coalesce(pg_total_relation_size(c.oid), 0) AS Bytes
        FROM pg_class c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND starts_with(c.relname, @prefix)
        """;

    /// <summary>Tables and views of ours that are there, with their columns in order.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<TableColumn>>> ReadAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync<ColumnRow>(
            new CommandDefinition(ColumnsSql, new { prefix = Module.TablePrefix }, cancellationToken: cancellationToken));
        return rows.GroupBy(row => row.Table).ToDictionary(
            group => group.Key, IReadOnlyList<TableColumn> (group) => [.. group.Select(row => new TableColumn(row.Name, row.Type))]);
    }

    /// <summary>Name of the view over all tables of a module.</summary>
    public static string ViewOf(string moduleId) => Module.FirstTableOf(moduleId) + "_all";

    /// <summary>Whether that view is there; somebody's own view may keep it from being made.</summary>
    public Task<bool> HasViewAsync(NpgsqlConnection connection, string moduleId, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<bool>(
            new CommandDefinition(
                "SELECT to_regclass(@view) IS NOT NULL",
                new { view = SqlIdentifier.Quote(ViewOf(moduleId)) },
                cancellationToken: cancellationToken));

    /// <summary>Those of these tables that are there.</summary>
    public async Task<IReadOnlySet<string>> WhichAsync(
        NpgsqlConnection connection, IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT name FROM unnest(@names) AS given (name) WHERE to_regclass(quote_ident(name)) IS NOT NULL",
            new { names = names.ToArray() }, cancellationToken: cancellationToken))).ToHashSet();

    /// <summary>How the tables of ours that are there are laid out.</summary>
    public async Task<IReadOnlyDictionary<string, TableShape>> ReadShapesAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<(string Name, bool InParts, long Bytes)>(
            new CommandDefinition(ShapesSql, new { prefix = Module.TablePrefix }, cancellationToken: cancellationToken)))
        .ToDictionary(row => row.Name, row => new TableShape(row.InParts, row.Bytes));

    /// <summary>What creates the table, or adds to it what is missing.</summary>
    /// <param name="table">What it must look like.</param>
    /// <param name="actual">The columns that it has; null when it is not there.</param>
    public static IEnumerable<string> Statements(ModuleTable table, IReadOnlyList<TableColumn>? actual)
    {
        var name = SqlIdentifier.Quote(table.Name);
        if (actual is null)
        {
            yield return $"CREATE TABLE IF NOT EXISTS {name} ({string.Join(", ", table.Columns.Select(Define))})";
        }

        foreach (var column in table.Columns.Where(column => actual is not null && actual.All(there => there.Name != column.Name)))
        {
            yield return $"ALTER TABLE {name} ADD COLUMN IF NOT EXISTS {Define(column)}";
        }

        yield return $"CREATE INDEX IF NOT EXISTS {SqlIdentifier.Quote(table.Name + "_t")} "
            + $"ON {name} ({SqlIdentifier.Quote(ServerColumns.Time)} DESC)";
    }

    private static string Define(TableColumn column) => column.Name == ServerColumns.Time
        ? $"{SqlIdentifier.Quote(column.Name)} {ColumnType.Time} NOT NULL DEFAULT now()"
        : $"{SqlIdentifier.Quote(column.Name)} {column.Type}";

    private sealed class ColumnRow
    {
        public string Table { get; init; } = "";

        public string Name { get; init; } = "";

        public string Type { get; init; } = "";
    }
}

/// <summary>How a table is laid out.</summary>
/// <param name="InParts">It is partitioned or has to do with inheritance: its own rows are not all there is.</param>
/// <param name="Bytes">Size on disk of the table itself, with its indexes.</param>
internal sealed record TableShape(bool InParts, long Bytes);
