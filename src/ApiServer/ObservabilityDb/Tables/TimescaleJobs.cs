using System.Globalization;
using Dapper;
using Npgsql;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>TimescaleDB's jobs that do not do their work: rows are kept too long then, or take up too much.</summary>
internal sealed class TimescaleJobs(ILogger<TimescaleJobs> logger)
{
    // An error that is newer than the last success is one of a job that crashed: its last run has no status.
    private const string Sql = """
        SELECT j.job_id AS Id, j.proc_name::text AS Procedure, j.hypertable_name::text AS "Table", j.scheduled AS Scheduled,
               coalesce(s.total_failures, 0) AS Failures, s.last_successful_finish AS LastSuccess, e.err_message AS Error
        FROM timescaledb_information.jobs j
        LEFT JOIN timescaledb_information.job_stats s ON s.job_id = j.job_id
        LEFT JOIN LATERAL (
            SELECT err_message, start_time FROM timescaledb_information.job_errors e
            WHERE e.job_id = j.job_id AND err_message IS NOT NULL ORDER BY start_time DESC LIMIT 1) e ON true
        WHERE j.proc_name IN ('policy_compression', 'policy_retention')
          AND j.hypertable_schema = current_schema() AND starts_with(j.hypertable_name::text, @prefix)
          AND (s.last_run_status = 'Failed'
               OR (s.last_run_status IS NULL AND e.start_time > coalesce(s.last_successful_finish, '-infinity'))
               OR (NOT j.scheduled AND j.proc_name = 'policy_retention'))
        ORDER BY j.job_id
        """;

    /// <summary>What is wrong, for people, by table.</summary>
    public async Task<ILookup<string, string>> ReadProblemsAsync(
        NpgsqlConnection connection, DatabaseFeatures features, CancellationToken cancellationToken)
    {
        if (!features.HasTimescale || !features.TimescaleCommunity)
        {
            return Array.Empty<Row>().ToLookup(row => row.Table, row => "");
        }

        try
        {
            var rows = await connection.QueryAsync<Row>(
                new CommandDefinition(Sql, new { prefix = Module.TablePrefix }, cancellationToken: cancellationToken));
            return rows.ToLookup(row => row.Table, Describe);
        }
        catch (PostgresException e) when (TimescaleStore.IsOfAnotherVersion(e))
        {
            logger.TimescaleNotRead(e, features.Timescale);
            return Array.Empty<Row>().ToLookup(row => row.Table, row => "");
        }
    }

    private static string Describe(Row job)
    {
        var name = job.Procedure == "policy_retention" ? "retention" : "compression";
        if (!job.Scheduled)
        {
            return $"TimescaleDB's {name} job {job.Id} is paused; run SELECT alter_job({job.Id}, scheduled => true).";
        }

        // An infinite time means never.
        var since = job.LastSuccess is { } time && time > DateTime.UnixEpoch
            ? string.Create(CultureInfo.InvariantCulture, $"since {time.ToUniversalTime():yyyy-MM-dd HH:mm} UTC") : "and never succeeded";
        return $"TimescaleDB's {name} job {job.Id} fails {since}, "
            + $"{job.Failures} times in all: {job.Error ?? "see timescaledb_information.job_errors"}.";
    }

    private sealed class Row
    {
        public int Id { get; init; }

        public string Procedure { get; init; } = "";

        public string Table { get; init; } = "";

        public bool Scheduled { get; init; }

        public long Failures { get; init; }

        public DateTime? LastSuccess { get; init; }

        public string? Error { get; init; }
    }
}
