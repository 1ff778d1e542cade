using Dapper;
using Npgsql;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>
/// The roles that agents and dashboards connect with, or are members of: one may insert into module tables, the other may read them and
/// what else is there for dashboards. They are created and given their rights when the server's own role may do that; otherwise it is said
/// what an administrator has to run.
/// </summary>
internal sealed class RoleStore(IEnumerable<ReadableTable> readable)
{
    private static readonly string[] Roles = [DatabaseFeatures.AgentRole, DatabaseFeatures.ReaderRole];

    private const string LackingSql = """
        SELECT c.relname AS Name, c.relkind = 'v' OR NOT starts_with(c.relname, @prefix) AS ReadOnly
        FROM pg_class c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v')
          AND (starts_with(c.relname, @prefix) OR (c.relname = ANY (@readable) AND pg_has_role(c.relowner, 'USAGE')))
          AND (NOT has_table_privilege(@reader, c.oid, 'SELECT')
               OR (c.relkind <> 'v' AND starts_with(c.relname, @prefix) AND NOT has_table_privilege(@agent, c.oid, 'INSERT')))
        """;

    private const string UsageSql =
        "SELECT has_schema_privilege(@agent, current_schema(), 'USAGE') AND has_schema_privilege(@reader, current_schema(), 'USAGE')";

    /// <summary>
    /// What gives the roles that are there their rights on a table or view, which are made with them: no agent finds one without.
    /// </summary>
    public static IEnumerable<string> Grants(DatabaseFeatures features, string relation, bool isReadOnly)
    {
        var name = SqlIdentifier.Quote(relation);
        if (features.Roles.Contains(DatabaseFeatures.ReaderRole))
        {
            yield return $"GRANT SELECT ON {name} TO {DatabaseFeatures.ReaderRole}";
        }

        if (!isReadOnly && features.Roles.Contains(DatabaseFeatures.AgentRole))
        {
            yield return $"GRANT INSERT ON {name} TO {DatabaseFeatures.AgentRole}";
        }
    }

    /// <summary>
    /// What an administrator has to do, empty when all is right, and the roles that are there then. Tables are right without the roles.
    /// </summary>
    public async Task<(string ToRun, IReadOnlyList<string> There)> EnsureAsync(
        NpgsqlConnection connection, DatabaseFeatures features, CancellationToken cancellationToken)
    {
        try
        {
            var toRun = await TryEnsureAsync(connection, features, cancellationToken);
            return (toRun, toRun.Length == 0 ? Roles : features.Roles);
        }
        catch (PostgresException e) when (connection.State == System.Data.ConnectionState.Open)
        {
            return ($"{DatabaseFailure.Explain(e).Message}; give the server's role the rights to create and grant to "
                + $"{string.Join(" and ", Roles)}.", features.Roles);
        }
    }

    private async Task<string> TryEnsureAsync(NpgsqlConnection connection, DatabaseFeatures features, CancellationToken cancellationToken)
    {
        var missing = Roles.Except(features.Roles).ToList();
        if (missing.Count > 0 && !features.MayCreateRoles)
        {
            return string.Join(' ', missing.Select(role => $"CREATE ROLE {role} NOLOGIN;"));
        }

        foreach (var role in missing)
        {
            await CreateAsync(connection, role, cancellationToken);
        }

        var lacking = (await connection.QueryAsync<(string Name, bool ReadOnly)>(new CommandDefinition(
            LackingSql,
            new
            {
                prefix = Module.TablePrefix,
                readable = readable.Select(table => table.Name).ToArray(),
                agent = DatabaseFeatures.AgentRole,
                reader = DatabaseFeatures.ReaderRole,
            },
            cancellationToken: cancellationToken))).ToList();
        var mayUse = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            UsageSql,
            new { agent = DatabaseFeatures.AgentRole, reader = DatabaseFeatures.ReaderRole },
            cancellationToken: cancellationToken));
        if (lacking.Count == 0 && mayUse)
        {
            return "";
        }

        var roles = features with { Roles = Roles };
        var grants = lacking.SelectMany(table => Grants(roles, table.Name, table.ReadOnly)).Prepend(
            $"DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO {string.Join(", ", Roles)}', current_schema()); END $$");
        await connection.ExecuteAsync(new CommandDefinition(string.Join("; ", grants), cancellationToken: cancellationToken));
        return "";
    }

    private static async Task CreateAsync(NpgsqlConnection connection, string role, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExecuteAsync(new CommandDefinition($"CREATE ROLE {role} NOLOGIN", cancellationToken: cancellationToken));
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation)
        {
            // Roles belong to the whole cluster: another server was faster.
        }
    }
}

/// <summary>A table of another room that dashboards read.</summary>
internal sealed record ReadableTable(string Name);
