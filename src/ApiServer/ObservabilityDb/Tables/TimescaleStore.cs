using Dapper;
using Npgsql;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>Module tables as hypertables, where the timescaledb extension is there. What it refuses costs speed and space, never the table.</summary>
internal sealed class TimescaleStore(ILogger<TimescaleStore> logger)
{
    // The newer form, and the one that versions before 2.13 have.
    private static readonly string[] HypertableForms =
    [
        "SELECT create_hypertable(@table::regclass, by_range('time'), if_not_exists => true)",
        "SELECT create_hypertable(@table::regclass, 'time', if_not_exists => true)",
    ];

    private const string CompressionSql = "SELECT add_compression_policy(@table::regclass, interval '7 days', if_not_exists => true)";

    private const string PoliciesSql = """
        SELECT h.hypertable_name::text AS Name, extract(epoch FROM (j.config->>'drop_after')::interval)::float8 AS Seconds
        FROM timescaledb_information.hypertables h
        LEFT JOIN timescaledb_information.jobs j
            ON j.proc_name = 'policy_retention' AND j.hypertable_schema = h.hypertable_schema AND j.hypertable_name = h.hypertable_name
        WHERE h.hypertable_schema = current_schema() AND starts_with(h.hypertable_name::text, @prefix)
        """;

    private const string RemovePolicySql = "SELECT remove_retention_policy(@table::regclass, if_exists => true)";
    private const string AddPolicySql = "SELECT add_retention_policy(@table::regclass, drop_after => @retention::interval)";

    /// <summary>Hypertables, each with how long its policy keeps rows, or null; none where the licence has no policies.</summary>
    public async Task<IReadOnlyDictionary<string, TimeSpan?>> ReadPoliciesAsync(
        NpgsqlConnection connection, DatabaseFeatures features, CancellationToken cancellationToken)
    {
        if (!features.HasTimescale || !features.TimescaleCommunity)
        {
            return new Dictionary<string, TimeSpan?>();
        }

        var rows = await connection.QueryAsync<(string Name, double? Seconds)>(
            new CommandDefinition(PoliciesSql, new { prefix = Module.TablePrefix }, cancellationToken: cancellationToken)).ConfigureAwait(false);
        return rows.ToDictionary(row => row.Name, row => row.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null);
    }

    /// <summary>Chunks all of whose rows are older are dropped from now on; null: none are.</summary>
    public async Task SetPolicyAsync(NpgsqlConnection connection, string table, TimeSpan? retention, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var name = SqlIdentifier.Quote(table);
        await connection.ExecuteAsync(
            new CommandDefinition(RemovePolicySql, new { table = name }, transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
        if (retention is not null)
        {
            await connection.ExecuteAsync(
                new CommandDefinition(AddPolicySql, new { table = name, retention }, transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes an empty table a hypertable. May be repeated.</summary>
    public async Task AdoptAsync(NpgsqlConnection connection, DatabaseFeatures features, string table, CancellationToken cancellationToken)
    {
        if (!features.HasTimescale)
        {
            return;
        }

        var name = SqlIdentifier.Quote(table);
        foreach (var form in HypertableForms)
        {
            if (await TryAsync(connection, form, name, last: form == HypertableForms[^1], cancellationToken).ConfigureAwait(false))
            {
                break;
            }
        }

        if (features.TimescaleCommunity
            && await TryAsync(connection, $"ALTER TABLE {name} SET (timescaledb.compress)", name, last: true, cancellationToken).ConfigureAwait(false))
        {
            await TryAsync(connection, CompressionSql, name, last: true, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryAsync(NpgsqlConnection connection, string sql, string table, bool last, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(sql, new { table }, cancellationToken: cancellationToken)).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException e) when (connection.State == System.Data.ConnectionState.Open)
        {
            if (last)
            {
                logger.TimescaleRefused(e, table);
            }

            return false;
        }
    }
}
