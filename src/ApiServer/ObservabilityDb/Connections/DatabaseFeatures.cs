using Dapper;
using Npgsql;

namespace Tricorder.ApiServer.ObservabilityDb.Connections;

/// <summary>What a database has beside PostgreSQL itself, and what the server's own role may do in it.</summary>
/// <param name="Server">PostgreSQL's version now, such as <c>15.18</c>.</param>
/// <param name="Timescale">Version of the timescaledb extension; empty when it is not there.</param>
/// <param name="TimescaleSchema">The schema that its functions are in.</param>
/// <param name="TimescaleCommunity">Whether its licence has compression and retention policies.</param>
/// <param name="Promscale">Whether PromScale's schemas are there.</param>
/// <param name="Roles">Those of our roles that exist.</param>
/// <param name="MayCreateRoles">Whether the others can be created.</param>
internal sealed record DatabaseFeatures(
    Version Server, string Timescale, string TimescaleSchema, bool TimescaleCommunity,
    bool Promscale, IReadOnlyList<string> Roles, bool MayCreateRoles)
{
    public const string AgentRole = "tricorder_agent";
    public const string ReaderRole = "tricorder_reader";

    // Npgsql's own reading of the version is that of a pool's first connection.
    private const string Sql = $"""
        SELECT current_setting('server_version_num')::int AS Server,
               coalesce((SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'), '') AS Timescale,
               coalesce((SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'timescaledb'), '') AS TimescaleSchema,
               coalesce(current_setting('timescaledb.license', true), '') = 'timescale' AS Community,
               to_regnamespace('prom_api') IS NOT NULL AND to_regnamespace('_ps_catalog') IS NOT NULL AS Promscale,
               ARRAY(SELECT rolname::text FROM pg_roles WHERE rolname IN ('{AgentRole}', '{ReaderRole}')) AS Roles,
               (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user) AS MayCreateRoles
        """;

    public bool HasTimescale => Timescale.Length > 0;

    public static async Task<DatabaseFeatures> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var row = await connection.QuerySingleAsync<Row>(new CommandDefinition(Sql, cancellationToken: cancellationToken));
        return new DatabaseFeatures(
            VersionOf(row.Server), row.Timescale, row.TimescaleSchema, row.Community, row.Promscale, row.Roles, row.MayCreateRoles);
    }

    /// <summary>From PostgreSQL 10 on two numbers: 150018 is 15.18. Before, three: 90624 is 9.6.24.</summary>
    public static Version VersionOf(int number) => number >= 100_000
        ? new Version(number / 10_000, number % 10_000)
        : new Version(number / 10_000, number / 100 % 100, number % 100);

    private sealed class Row
    {
        public int Server { get; init; }

        public string Timescale { get; init; } = "";

        public string TimescaleSchema { get; init; } = "";

        public bool Community { get; init; }

        public bool Promscale { get; init; }

        public string[] Roles { get; init; } = [];

        public bool MayCreateRoles { get; init; }
    }
}
