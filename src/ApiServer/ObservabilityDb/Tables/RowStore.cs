using System.Text.Json.Nodes;
using Dapper;
using Npgsql;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>What is in the module tables: statistics, the newest rows, and rows that are too old.</summary>
internal sealed class RowStore
{
    private const string StatisticsSql = """
        SELECT c.relname AS Name, greatest(c.reltuples, 0)::bigint AS Rows, pg_total_relation_size(c.oid) AS Bytes
        FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND c.relname = ANY (@names)
        """;

    private const string ListTimeoutSql = "SET LOCAL statement_timeout = '10s'";

    public async Task<IReadOnlyDictionary<string, TableStatistics>> ReadStatisticsAsync(
        NpgsqlConnection connection, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var rows = (await connection.QueryAsync<StatisticsRow>(
            new CommandDefinition(StatisticsSql, new { names = names.ToArray() }, cancellationToken: cancellationToken)).ConfigureAwait(false)).ToList();
        var newest = new Dictionary<string, DateTime?>();
        if (rows.Count > 0)
        {
            // An index answers each of them.
            var parts = rows.Select((row, index) => $"SELECT {index} AS Index, (SELECT max({Time}) FROM {SqlIdentifier.Quote(row.Name)}) AS Time");
            foreach (var (index, time) in await connection.QueryAsync<(int Index, DateTime? Time)>(
                new CommandDefinition(string.Join(" UNION ALL ", parts), cancellationToken: cancellationToken)).ConfigureAwait(false))
            {
                newest[rows[index].Name] = time;
            }
        }

        return rows.ToDictionary(row => row.Name, row => new TableStatistics(
            row.Rows, row.Bytes, newest.GetValueOrDefault(row.Name) is { } time ? new DateTimeOffset(time, TimeSpan.Zero) : null));
    }

    /// <summary>The newest rows of a table, newest first.</summary>
    public async Task<IReadOnlyList<JsonObject>> ReadRowsAsync(
        NpgsqlConnection connection, string table, int limit, DateTimeOffset? before, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(new CommandDefinition(ListTimeoutSql, transaction: transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
        var sql = $"""
            SELECT to_jsonb(r)::text FROM (
                SELECT * FROM {SqlIdentifier.Quote(table)} WHERE @before::timestamptz IS NULL OR {Time} < @before ORDER BY {Time} DESC LIMIT @limit
            ) r
            """;
        var rows = await connection.QueryAsync<string>(
            new CommandDefinition(sql, new { before = before?.UtcDateTime, limit }, transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
        return [.. rows.Select(row => JsonNode.Parse(row)!.AsObject())];
    }

    /// <summary>
    /// Deletes some of the rows older than this; returns how many. Their age is asked twice: the parts of a hypertable or a partitioned table
    /// have rows at the same places.
    /// </summary>
    public Task<int> DeleteOldAsync(NpgsqlConnection connection, string table, TimeSpan retention, int most, CancellationToken cancellationToken)
    {
        var name = SqlIdentifier.Quote(table);
        return connection.ExecuteAsync(new CommandDefinition(
            $"""
            DELETE FROM {name} WHERE {Time} < now() - @retention
                AND ctid = ANY (ARRAY(SELECT ctid FROM {name} WHERE {Time} < now() - @retention ORDER BY {Time} LIMIT @most))
            """,
            new { retention, most }, cancellationToken: cancellationToken));
    }

    private static string Time => SqlIdentifier.Quote(ServerColumns.Time);

    private sealed class StatisticsRow
    {
        public string Name { get; init; } = "";

        public long Rows { get; init; }

        public long Bytes { get; init; }
    }
}
