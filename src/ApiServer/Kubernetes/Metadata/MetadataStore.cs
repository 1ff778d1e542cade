using Dapper;
using Npgsql;
using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>Kubernetes objects in the observability database, a table for each kind. Statements work on whole batches, and may be repeated.</summary>
internal sealed class MetadataStore
{
    public async Task CreateTableAsync(NpgsqlConnection connection, ResourceKind kind, CancellationToken cancellationToken)
    {
        var table = SqlIdentifier.Quote(kind.Table);
        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            CREATE TABLE IF NOT EXISTS {table} (
                uid text PRIMARY KEY, resource_version text NOT NULL, data jsonb NOT NULL, update_time timestamptz NOT NULL DEFAULT now());
            CREATE INDEX IF NOT EXISTS {SqlIdentifier.Quote(kind.Table + "_name")}
                ON {table} ((data->'metadata'->>'namespace'), (data->'metadata'->>'name'));
            """,
            cancellationToken: cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>What has not changed since is left alone: a new list costs reads, not writes.</summary>
    public Task PutAsync(NpgsqlConnection connection, ResourceKind kind, IReadOnlyCollection<KubernetesObject> objects, CancellationToken cancellationToken)
    {
        var table = SqlIdentifier.Quote(kind.Table);
        return connection.ExecuteAsync(new CommandDefinition(
            $"""
            INSERT INTO {table} AS t (uid, resource_version, data, update_time)
            SELECT uid, version, data::jsonb, now() FROM unnest(@uids, @versions, @data) AS given (uid, version, data)
            ON CONFLICT (uid) DO UPDATE SET resource_version = excluded.resource_version, data = excluded.data, update_time = excluded.update_time
            WHERE t.resource_version <> excluded.resource_version OR t.data IS NULL
            """,
            new
            {
                uids = objects.Select(item => item.Uid).ToArray(),
                versions = objects.Select(item => item.ResourceVersion).ToArray(),
                data = objects.Select(item => item.Json).ToArray(),
            },
            cancellationToken: cancellationToken));
    }

    public Task DeleteAsync(NpgsqlConnection connection, ResourceKind kind, IReadOnlyCollection<string> uids, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            $"DELETE FROM {SqlIdentifier.Quote(kind.Table)} WHERE uid = ANY (@uids)", new { uids = uids.ToArray() }, cancellationToken: cancellationToken));

    public Task DeleteOthersAsync(NpgsqlConnection connection, ResourceKind kind, IReadOnlyCollection<string> uids, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            $"DELETE FROM {SqlIdentifier.Quote(kind.Table)} t WHERE NOT EXISTS (SELECT FROM unnest(@uids) AS kept (uid) WHERE kept.uid = t.uid)",
            new { uids = uids.ToArray() }, cancellationToken: cancellationToken));
}
