using System.Collections.Concurrent;
using Npgsql;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Kubernetes.Objects;
using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>
/// Writes objects to the observability database, and waits for it as long as it takes: nothing more is read meanwhile, Kubernetes ends the
/// watch at some time, and a new list brings everything up to date.
/// </summary>
internal sealed class DatabaseHandler(
    MetadataStore store, ObservabilityDatabase database, KubernetesHealth health, TimeProvider clock, ILogger<DatabaseHandler> logger)
    : IResourceHandler
{
    private static readonly TimeSpan RetryMin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(15);

    // The objects of each kind that the database did not take. Each kind has one who writes.
    private readonly ConcurrentDictionary<string, HashSet<string>> _leftOut = new(StringComparer.Ordinal);

    public Task BeginListAsync(ResourceKind kind, CancellationToken cancellationToken) =>
        RunAsync(kind, connection => store.CreateTableAsync(connection, kind, cancellationToken), cancellationToken);

    public async Task PutAsync(ResourceKind kind, IReadOnlyCollection<KubernetesObject> objects, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(kind, connection => store.PutAsync(connection, kind, objects, cancellationToken), cancellationToken);
            LeftOut(kind).ExceptWith(objects.Select(item => item.Uid));
        }
        catch (PostgresException e) when (IsAboutData(e) && objects.Count == 1)
        {
            // JSON to Kubernetes, and not to PostgreSQL: a number beyond its range, for one. No row is better than one of before.
            var uid = objects.First().Uid;
            logger.ObjectNotTaken(e, kind.Table, uid);
            await DeleteAsync(kind, [uid], cancellationToken);
            LeftOut(kind).Add(uid);
        }
        catch (PostgresException e) when (IsAboutData(e))
        {
            // One that the database does not take must not keep out the others.
            foreach (var half in objects.Chunk((objects.Count + 1) / 2))
            {
                await PutAsync(kind, half, cancellationToken);
            }
        }
    }

    public async Task DeleteAsync(ResourceKind kind, IReadOnlyCollection<string> uids, CancellationToken cancellationToken)
    {
        await RunAsync(kind, connection => store.DeleteAsync(connection, kind, uids, cancellationToken), cancellationToken);
        LeftOut(kind).ExceptWith(uids);
    }

    public async Task EndListAsync(
        ResourceKind kind, IReadOnlyCollection<string> kept, IReadOnlyCollection<string> gone, CancellationToken cancellationToken)
    {
        await RunAsync(kind, connection => store.DeleteOthersAsync(connection, kind, kept, cancellationToken), cancellationToken);
        LeftOut(kind).IntersectWith(kept);
    }

    /// <summary>Somebody may have dropped the table or emptied it, and the database may have been restored.</summary>
    public async Task<bool> CheckAsync(ResourceKind kind, int count, CancellationToken cancellationToken)
    {
        var rows = 0;
        await RunAsync(kind, async connection => rows = await store.CountAsync(connection, kind, cancellationToken), cancellationToken);
        return rows == count - LeftOut(kind).Count;
    }

    private HashSet<string> LeftOut(ResourceKind kind) => _leftOut.GetOrAdd(kind.Table, _ => new HashSet<string>(StringComparer.Ordinal));

    /// <summary>SQLSTATE class 22, data exceptions: trying again gives the same.</summary>
    private static bool IsAboutData(Exception exception) =>
        exception is PostgresException e && e.SqlState.StartsWith("22", StringComparison.Ordinal);

    private async Task RunAsync(ResourceKind kind, Func<NpgsqlConnection, Task> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await database.OpenAsync(cancellationToken);
                await work(connection);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
            {
                // Somebody dropped it: it is made again, and filled from a new list.
                throw new ResourceExpiredException($"Table {kind.Table} is not there: it is made and filled again.");
            }
            catch (Exception e) when (DatabaseFailure.IsOne(e) && !IsAboutData(e) && !cancellationToken.IsCancellationRequested)
            {
                health.Failed(kind, "The observability database: " + DatabaseFailure.Explain(e).Message);
                await Task.Delay(Backoff.After(attempt, RetryMin, RetryMax), clock, cancellationToken);
            }
        }
    }
}
