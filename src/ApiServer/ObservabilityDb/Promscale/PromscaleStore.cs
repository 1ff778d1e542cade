using Dapper;
using Npgsql;

namespace Tricorder.ApiServer.ObservabilityDb.Promscale;

/// <summary>PromScale, where it is in the same database: it is told apart by its schemas, and asked through its own functions.</summary>
internal sealed class PromscaleStore
{
    private const string ReadSql = """
        SELECT coalesce((SELECT extversion FROM pg_extension WHERE extname = 'promscale'), 'of unknown version') AS Version,
               (SELECT count(*) FROM _prom_catalog.metric) AS Metrics,
               extract(epoch FROM prom_api.get_default_metric_retention_period())::float8 AS RetentionSeconds
        """;

    private const string SetSql = "SELECT prom_api.set_default_retention_period(@retention)";

    public async Task<PromscaleReading> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var row = await connection.QuerySingleAsync<Row>(new CommandDefinition(ReadSql, cancellationToken: cancellationToken));
        return new PromscaleReading(row.Version, row.Metrics, TimeSpan.FromSeconds(row.RetentionSeconds));
    }

    /// <summary>How long PromScale keeps metrics that have no retention of their own.</summary>
    public Task SetRetentionAsync(NpgsqlConnection connection, TimeSpan retention, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(SetSql, new { retention }, cancellationToken: cancellationToken));

    private sealed class Row
    {
        public string Version { get; init; } = "";

        public long Metrics { get; init; }

        /// <summary>Counted by PostgreSQL: an interval of months is no TimeSpan.</summary>
        public double RetentionSeconds { get; init; }
    }
}

/// <summary>What PromScale says of itself.</summary>
internal sealed record PromscaleReading(string Version, long Metrics, TimeSpan Retention);
