using Dapper;
using Npgsql;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>
/// Module tables as hypertables, where the timescaledb extension is there. What it refuses costs speed and space, never the table.
/// </summary>
internal sealed class TimescaleStore(ILogger<TimescaleStore> logger)
{
    private const string ReadSql = """
        SELECT h.hypertable_name::text AS Name,
               h.compression_enabled AND EXISTS (SELECT FROM timescaledb_information.jobs j WHERE j.proc_name = 'policy_compression'
                   AND j.hypertable_schema = h.hypertable_schema AND j.hypertable_name = h.hypertable_name) AS Compresses,
               (SELECT extract(epoch FROM (j.config->>'drop_after')::interval)::float8 FROM timescaledb_information.jobs j
                   WHERE j.proc_name = 'policy_retention' AND j.hypertable_schema = h.hypertable_schema AND j.hypertable_name = h.hypertable_name
                   LIMIT 1) AS Seconds
        FROM timescaledb_information.hypertables h
        WHERE h.hypertable_schema = current_schema() AND starts_with(h.hypertable_name::text, @prefix)
        """;

    /// <summary>Hypertables of ours; null where there can be none, or TimescaleDB does not say.</summary>
    public async Task<IReadOnlyDictionary<string, Hypertable>?> ReadAsync(
        NpgsqlConnection connection, DatabaseFeatures features, CancellationToken cancellationToken)
    {
        if (!features.HasTimescale)
        {
            return null;
        }

        try
        {
            var rows = await connection.QueryAsync<(string Name, bool Compresses, double? Seconds)>(
                new CommandDefinition(ReadSql, new { prefix = Module.TablePrefix }, cancellationToken: cancellationToken));
            return rows.ToDictionary(
                row => row.Name, row => new Hypertable(row.Compresses, row.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null));
        }
        catch (PostgresException e) when (IsOfAnotherVersion(e))
        {
            logger.TimescaleNotRead(e, features.Timescale);
            return null;
        }
    }

    /// <summary>SQLSTATE class 42: its views or functions are not as they are here.</summary>
    public static bool IsOfAnotherVersion(PostgresException exception) => exception.SqlState.StartsWith("42", StringComparison.Ordinal);

    /// <summary>Carries the plan out; the answer is what was refused, or null.</summary>
    /// <param name="steps">The transaction.</param>
    /// <param name="features">What the database can do.</param>
    /// <param name="table">Name of a table that is there.</param>
    /// <param name="plan">What is to be done.</param>
    /// <param name="retention">How long its rows are kept; null: for ever.</param>
    /// <param name="cancellationToken">Rolls everything back.</param>
    public async Task<Refusal?> MakeAsync(
        TransactionSteps steps, DatabaseFeatures features, string table,
        HypertablePlan plan, TimeSpan? retention, CancellationToken cancellationToken)
    {
        var sql = new TimescaleSql(features.TimescaleSchema);
        var arguments = new { table = SqlIdentifier.Quote(table), retention };
        PostgresException? refused = null;
        if (plan.Adopt)
        {
            refused = await steps.TryAsync([sql.CreateByRange], arguments, cancellationToken);
            if (refused?.SqlState == PostgresErrorCodes.UndefinedFunction)
            {
                refused = await steps.TryAsync([sql.CreateByColumn], arguments, cancellationToken);
            }

            if (refused is not null)
            {
                logger.TimescaleRefused(refused, table);
                return Refusal.Of("It is no hypertable", refused);
            }

            // By the sweeper where the table was a hypertable before.
            if (retention is not null && features.TimescaleCommunity)
            {
                refused = await steps.TryAsync([sql.RemoveRetention, sql.AddRetention], arguments, cancellationToken);
            }
        }

        if (plan.Compress)
        {
            refused = await steps.TryAsync([TimescaleSql.Compress(table), sql.AddCompression], arguments, cancellationToken) ?? refused;
        }

        if (refused is null)
        {
            return null;
        }

        logger.PolicyRefused(refused, table);
        return Refusal.Of("A policy of its hypertable could not be set", refused);
    }

    /// <summary>Chunks all of whose rows are older are dropped from now on; null: none are.</summary>
    public async Task SetPolicyAsync(
        NpgsqlConnection connection, DatabaseFeatures features, string table, TimeSpan? retention, CancellationToken cancellationToken)
    {
        var sql = new TimescaleSql(features.TimescaleSchema);
        var arguments = new { table = SqlIdentifier.Quote(table), retention };
        await using var steps = await TransactionSteps.BeginAsync(connection, cancellationToken);
        await steps.RunAsync(sql.RemoveRetention, arguments, cancellationToken);
        if (retention is not null)
        {
            await steps.RunAsync(sql.AddRetention, arguments, cancellationToken);
        }

        await steps.CommitAsync(cancellationToken);
    }
}

/// <summary>A hypertable as it is.</summary>
/// <param name="Compresses">Whether compression is on, and a policy compresses old chunks.</param>
/// <param name="Retention">After what time its policy drops chunks; null: it has none.</param>
internal sealed record Hypertable(bool Compresses, TimeSpan? Retention);
