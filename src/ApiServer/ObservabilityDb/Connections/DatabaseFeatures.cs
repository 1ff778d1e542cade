using Dapper;
using Npgsql;

namespace Tricorder.ApiServer.ObservabilityDb.Connections;

/// <summary>What a database has beside PostgreSQL itself, and what the server's own role may do in it.</summary>
/// <param name="Timescale">Version of the timescaledb extension; empty when it is not there.</param>
/// <param name="TimescaleCommunity">Whether its licence has compression and retention policies.</param>
/// <param name="Promscale">Whether PromScale's schemas are there.</param>
/// <param name="Roles">Those of our roles that exist.</param>
/// <param name="MayCreateRoles">Whether the others can be created.</param>
internal sealed record DatabaseFeatures(string Timescale, bool TimescaleCommunity, bool Promscale, IReadOnlyList<string> Roles, bool MayCreateRoles)
{
    public const string AgentRole = "tricorder_agent";
    public const string ReaderRole = "tricorder_reader";

    private const string Sql = $"""
        SELECT coalesce((SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'), '') AS Timescale,
               coalesce(current_setting('timescaledb.license', true), '') = 'timescale' AS Community,
               to_regnamespace('prom_api') IS NOT NULL AND to_regnamespace('_ps_catalog') IS NOT NULL AS Promscale,
               ARRAY(SELECT rolname::text FROM pg_roles WHERE rolname IN ('{AgentRole}', '{ReaderRole}')) AS Roles,
               (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user) AS MayCreateRoles
        """;

    public bool HasTimescale => Timescale.Length > 0;

    public static async Task<DatabaseFeatures> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var row = await connection.QuerySingleAsync<Row>(new CommandDefinition(Sql, cancellationToken: cancellationToken)).ConfigureAwait(false);
        return new DatabaseFeatures(row.Timescale, row.Community, row.Promscale, row.Roles, row.MayCreateRoles);
    }

    private sealed class Row
    {
        public string Timescale { get; init; } = "";

        public bool Community { get; init; }

        public bool Promscale { get; init; }

        public string[] Roles { get; init; } = [];

        public bool MayCreateRoles { get; init; }
    }
}
