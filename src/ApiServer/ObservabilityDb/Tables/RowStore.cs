using System.Text.Json.Nodes;
using Dapper;
using Npgsql;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>What is in the module tables: statistics, the newest rows, and rows that are too old.</summary>
internal sealed class RowStore(SizeStore sizes)
{
    /// <summary>Times as JSON have the zone of the session, which is the role's unless said otherwise.</summary>
    private const string ListSettingsSql = "SET LOCAL statement_timeout = '10s'; SET LOCAL timezone = 'UTC'";

    private const string CountSettingsSql = "SET LOCAL statement_timeout = '5s'";

    public async Task<IReadOnlyDictionary<string, TableStatistics>> ReadStatisticsAsync(
        NpgsqlConnection connection, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var there = await sizes.ReadAsync(connection, names, cancellationToken);
        var newest = await ReadNewestAsync<DateTime>(connection, [.. there.Keys], $"max({Time})", cancellationToken);
        return there.ToDictionary(table => table.Key, table => table.Value with
        {
            LastRowTime = newest.TryGetValue(table.Key, out var time) ? new DateTimeOffset(time, TimeSpan.Zero) : null,
        });
    }

    /// <summary>How old the newest row of each table is, by the database's own clock; nothing for a table without rows.</summary>
    public Task<Dictionary<string, TimeSpan>> ReadAgesAsync(
        NpgsqlConnection connection, IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        ReadNewestAsync<TimeSpan>(connection, names, $"now() - max({Time})", cancellationToken);

    /// <summary>The newest rows of a table, newest first.</summary>
    public async Task<IReadOnlyList<JsonObject>> ReadRowsAsync(
        NpgsqlConnection connection, string table, int limit, DateTimeOffset? before, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(ListSettingsSql, transaction: transaction, cancellationToken: cancellationToken));
        var sql = $"""
            SELECT to_jsonb(r)::text FROM (
                SELECT * FROM {SqlIdentifier.Quote(table)} WHERE @before::timestamptz IS NULL OR {Time} < @before ORDER BY {Time} DESC LIMIT @limit
            ) r
            """;
        var rows = await connection.QueryAsync<string>(
            new CommandDefinition(sql, new { before = before?.UtcDateTime, limit }, transaction, cancellationToken: cancellationToken));
        return [.. rows.Select(row => JsonNode.Parse(row)!.AsObject())];
    }

    /// <summary>
    /// Deletes some of the rows older than this; returns how many. Their age is asked twice: the parts of a hypertable or a partitioned
    /// table have rows at the same places.
    /// </summary>
    public Task<int> DeleteOldAsync(
        NpgsqlConnection connection, string table, TimeSpan retention, int most, CancellationToken cancellationToken)
    {
        var name = SqlIdentifier.Quote(table);
        return connection.ExecuteAsync(new CommandDefinition(
            $"""
            DELETE FROM {name} WHERE {Time} < now() - @retention
                AND ctid = ANY (ARRAY(SELECT ctid FROM {name} WHERE {Time} < now() - @retention ORDER BY {Time} LIMIT @most))
            """,
            new { retention, most }, cancellationToken: cancellationToken));
    }

    /// <summary>How many rows are older than this: counted, or estimated by the planner where that takes too long.</summary>
    public async Task<long> CountOldAsync(
        NpgsqlConnection connection, string table, TimeSpan retention, CancellationToken cancellationToken)
    {
        var old = $"FROM {SqlIdentifier.Quote(table)} WHERE {Time} < now() - @retention";
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await connection.ExecuteAsync(
                new CommandDefinition(CountSettingsSql, transaction: transaction, cancellationToken: cancellationToken));
            return await connection.ExecuteScalarAsync<long>(
                new CommandDefinition($"SELECT count(*) {old}", new { retention }, transaction, cancellationToken: cancellationToken));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            var plan = await connection.ExecuteScalarAsync<string>(
                new CommandDefinition($"EXPLAIN (FORMAT JSON) SELECT {old}", new { retention }, cancellationToken: cancellationToken));
            return (long)JsonNode.Parse(plan!)![0]!["Plan"]!["Plan Rows"]!.GetValue<double>();
        }
    }

    /// <summary>
    /// One query for all tables; an index answers each of them. One that somebody changed or locked away hides none of the others.
    /// </summary>
    private static async Task<Dictionary<string, T>> ReadNewestAsync<T>(
        NpgsqlConnection connection, IReadOnlyList<string> names, string what, CancellationToken cancellationToken)
        where T : struct
    {
        var parts = names.Select(
            (name, index) => $"SELECT {index} AS Index, (SELECT {what} FROM {SqlIdentifier.Quote(name)}) AS Value").ToList();
        if (parts.Count == 0)
        {
            return [];
        }

        try
        {
            var values = await connection.QueryAsync<(int Index, T? Value)>(
                new CommandDefinition(string.Join(" UNION ALL ", parts), cancellationToken: cancellationToken));
            return values.Where(row => row.Value is not null).ToDictionary(row => names[row.Index], row => row.Value!.Value);
        }
        catch (PostgresException e) when (IsAboutTables(e))
        {
            var newest = new Dictionary<string, T>();
            foreach (var half in names.Count == 1 ? [] : names.Chunk((names.Count + 1) / 2))
            {
                foreach (var (name, value) in await ReadNewestAsync<T>(connection, half, what, cancellationToken))
                {
                    newest[name] = value;
                }
            }

            return newest;
        }
    }

    /// <summary>SQLSTATE class 42: no such table, no such column, no right to read it.</summary>
    private static bool IsAboutTables(PostgresException exception) => exception.SqlState.StartsWith("42", StringComparison.Ordinal);

    private static string Time => SqlIdentifier.Quote(ServerColumns.Time);
}

/// <summary>How much is in a table, with all its parts, as the database estimates it.</summary>
internal sealed record TableStatistics(long RowEstimate, long Bytes, bool IsHypertable, DateTimeOffset? LastRowTime);
