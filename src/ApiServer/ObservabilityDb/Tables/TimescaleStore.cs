using Dapper;
using Npgsql;
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

    /// <summary>Makes a table that has just been created a hypertable.</summary>
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
