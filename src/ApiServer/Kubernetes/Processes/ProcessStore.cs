using Dapper;
using Npgsql;

namespace Tricorder.ApiServer.Kubernetes.Processes;

/// <summary>Table <c>process_info</c>: the processes of each container that runs, as its agent told them.</summary>
internal sealed class ProcessStore
{
    public const string Table = "process_info";

    private const string IsThereSql = "SELECT to_regclass('process_info') IS NOT NULL";

    private const string CreateSql = """
        CREATE TABLE IF NOT EXISTS process_info (container_id text PRIMARY KEY, data jsonb NOT NULL, update_time timestamptz NOT NULL DEFAULT now());
        CREATE INDEX IF NOT EXISTS process_info_pod ON process_info ((data->'container'->>'podUid'));
        """;

    private const string PutSql = """
        INSERT INTO process_info AS t (container_id, data)
        SELECT id, data::jsonb FROM unnest(@ids, @data) AS given (id, data)
        ON CONFLICT (container_id) DO UPDATE SET data = excluded.data, update_time = excluded.update_time
        WHERE t.data <> excluded.data
        """;

    private const string DeleteSql = "DELETE FROM process_info WHERE container_id = ANY (@ids)";
    private const string IdsSql = "SELECT container_id FROM process_info";

    /// <summary>True when the table was not there.</summary>
    public async Task<bool> CreateTableAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await connection.ExecuteScalarAsync<bool>(new CommandDefinition(IsThereSql, cancellationToken: cancellationToken)))
        {
            return false;
        }

        await connection.ExecuteAsync(new CommandDefinition(CreateSql, cancellationToken: cancellationToken));
        return true;
    }

    public Task PutAsync(NpgsqlConnection connection, IReadOnlyDictionary<string, string> dataById, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            PutSql, new { ids = dataById.Keys.ToArray(), data = dataById.Values.ToArray() }, cancellationToken: cancellationToken));

    public Task DeleteAsync(NpgsqlConnection connection, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(DeleteSql, new { ids = ids.ToArray() }, cancellationToken: cancellationToken));

    public Task<IEnumerable<string>> ReadIdsAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.QueryAsync<string>(new CommandDefinition(IdsSql, cancellationToken: cancellationToken));
}
