using Dapper;
using Npgsql;
using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>How many rows and bytes are in tables. What is in parts is counted with all of them: a parent alone has no rows.</summary>
internal sealed class SizeStore(ILogger<SizeStore> logger)
{
    // A partitioned table's own estimate is the sum of its partitions.
    private const string Sql = """
        WITH RECURSIVE part (root, oid) AS (
            SELECT c.oid, c.oid FROM pg_class c
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND c.relname = ANY (@names)
            UNION
            SELECT part.root, i.inhrelid FROM part JOIN pg_inherits i ON i.inhparent = part.oid)
        SELECT root.relname::text AS Name,
               coalesce(sum(greatest(c.reltuples, 0)) FILTER (WHERE c.relkind <> 'p'), 0)::bigint AS Rows,
               coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint AS Bytes
        FROM part JOIN pg_class c ON c.oid = part.oid JOIN pg_class root ON root.oid = part.root
        GROUP BY root.relname
        """;

    /// <summary>Those of the tables that are there; when their newest rows were written is left out.</summary>
    public async Task<IReadOnlyDictionary<string, TableStatistics>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var features = await DatabaseFeatures.ReadAsync(connection, cancellationToken);
        var all = (await QueryAsync(connection, Sql, names, cancellationToken))
            .ToDictionary(row => row.Name, row => new TableStatistics(row.Rows, row.Bytes, false, null));
        if (!features.HasTimescale)
        {
            return all;
        }

        try
        {
            // Compressed chunks are not among a hypertable's children.
            foreach (var row in await QueryAsync(connection, new TimescaleSql(features.TimescaleSchema).Sizes, names, cancellationToken))
            {
                all[row.Name] = new TableStatistics(row.Rows, row.Bytes, true, null);
            }
        }
        catch (PostgresException e) when (TimescaleStore.IsOfAnotherVersion(e))
        {
            logger.TimescaleNotRead(e, features.Timescale);
        }

        return all;
    }

    private static async Task<IEnumerable<(string Name, long Rows, long Bytes)>> QueryAsync(
        NpgsqlConnection connection, string sql, IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        await connection.QueryAsync<(string Name, long Rows, long Bytes)>(
            new CommandDefinition(sql, new { names = names.ToArray() }, cancellationToken: cancellationToken));
}
