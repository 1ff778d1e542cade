using Dapper;
using Npgsql;
using NpgsqlTypes;
using Tricorder.ApiServer.Kubernetes.Objects;
using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>
/// Kubernetes objects in the observability database, a table for each kind. Statements work on whole batches, and may be repeated.
/// </summary>
internal sealed class MetadataStore
{
    /// <summary>LZ4, where PostgreSQL has it, halves the time that writing takes: documents are large enough to be compressed.</summary>
    public Task CreateTableAsync(NpgsqlConnection connection, ResourceKind kind, CancellationToken cancellationToken)
    {
        var table = SqlIdentifier.Quote(kind.Table);
        return connection.ExecuteAsync(new CommandDefinition(
            $"""
            DO $do$ BEGIN
                IF to_regclass('{table}') IS NULL THEN
                    CREATE TABLE {table} (
                        uid text PRIMARY KEY, resource_version text NOT NULL, data jsonb NOT NULL, update_time timestamptz NOT NULL DEFAULT now());
                    IF EXISTS (SELECT FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)) THEN
                        EXECUTE 'ALTER TABLE {table} ALTER COLUMN data SET COMPRESSION lz4';
                    END IF;
                END IF;
            END $do$;
            CREATE INDEX IF NOT EXISTS {SqlIdentifier.Quote(kind.Table + "_name")}
                ON {table} ((data->'metadata'->>'namespace'), (data->'metadata'->>'name'));
            """,
            cancellationToken: cancellationToken));
    }

    /// <summary>What has not changed since is left alone: a new list costs reads, not writes.</summary>
    public async Task PutAsync(
        NpgsqlConnection connection, ResourceKind kind, IReadOnlyCollection<KubernetesObject> objects, CancellationToken cancellationToken)
    {
        var sql = $"""
            INSERT INTO {SqlIdentifier.Quote(kind.Table)} AS t (uid, resource_version, data, update_time)
            SELECT uid, version, data, now() FROM unnest($1, $2, $3) AS given (uid, version, data)
            ON CONFLICT (uid) DO UPDATE SET resource_version = excluded.resource_version, data = excluded.data, update_time = excluded.update_time
            WHERE t.resource_version <> excluded.resource_version
            """;
        await using var command = new NpgsqlCommand(sql, connection)
        {
            Parameters =
            {
                new NpgsqlParameter
                {
                    Value = objects.Select(item => item.Uid).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
                },
                new NpgsqlParameter
                {
                    Value = objects.Select(item => item.ResourceVersion).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
                },
                new NpgsqlParameter
                {
                    Value = objects.Select(item => item.Json).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb,
                },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public Task DeleteAsync(
        NpgsqlConnection connection, ResourceKind kind, IReadOnlyCollection<string> uids, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            $"DELETE FROM {SqlIdentifier.Quote(kind.Table)} WHERE uid = ANY (@uids)",
            new { uids = uids.ToArray() },
            cancellationToken: cancellationToken));

    public Task<int> CountAsync(NpgsqlConnection connection, ResourceKind kind, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<int>(new CommandDefinition(
            $"SELECT count(*)::int FROM {SqlIdentifier.Quote(kind.Table)}", cancellationToken: cancellationToken));

    public Task DeleteOthersAsync(
        NpgsqlConnection connection, ResourceKind kind, IReadOnlyCollection<string> uids, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            $"DELETE FROM {SqlIdentifier.Quote(kind.Table)} t WHERE NOT EXISTS (SELECT "
            + "FROM unnest(@uids) AS kept (uid) WHERE kept.uid = t.uid)",
            new { uids = uids.ToArray() }, cancellationToken: cancellationToken));
}
