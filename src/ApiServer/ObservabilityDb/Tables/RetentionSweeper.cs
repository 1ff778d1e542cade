using Microsoft.Extensions.Options;
using Npgsql;
using Tricorder.ApiServer.ObservabilityDb.Connections;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>
/// Sees to it that rows that are too old go: by TimescaleDB's policies where there are such, otherwise in small batches, so that agents'
/// inserts never wait for it.
/// </summary>
internal sealed class RetentionSweeper(
    SchemaStore schema,
    Retentions retentions,
    TableStore tables,
    TimescaleStore timescale,
    RowStore rows,
    ObservabilityDatabase database,
    IOptions<ObservabilityDbOptions> options,
    TimeProvider clock,
    ILogger<RetentionSweeper> logger) : IReconciler
{
    private const int Batch = 5_000;
    private const int MaxBatches = 40;
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<string> _failing = [];

    public LoopPlan Plan { get; } = new("database-retention", "Deleting old rows")
    {
        Trigger = LoopTrigger.Time,
        Resync = options.Value.ResyncInterval,
        FirstAfter = options.Value.ResyncInterval,
        RequiresLeader = true,
    };

    public async Task<Requeue> ReconcileAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SweepAsync(cancellationToken);
            return Requeue.AtResync;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The reconciler tells that the database is down; old rows wait.
            logger.NotSwept(e);
            return Requeue.Failed(DatabaseFailure.Explain(e).Reason);
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        var retentionOf = await retentions.LoadAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        var features = await DatabaseFeatures.ReadAsync(connection, cancellationToken);
        var hypertables = features.TimescaleCommunity ? await timescale.ReadAsync(connection, features, cancellationToken) : null;
        var policies = hypertables ?? new Dictionary<string, Hypertable>();
        var work = (await schema.LoadAllAsync(cancellationToken))
            .Select(table => table.Name).Where(name => policies.ContainsKey(name) || retentionOf(name) is not null).ToList();
        if (work.Count == 0)
        {
            return;
        }

        var there = await tables.ReadAsync(connection, cancellationToken);
        foreach (var name in work.Where(there.ContainsKey))
        {
            try
            {
                await (policies.TryGetValue(name, out var policy)
                    ? SetPolicyAsync(connection, features, name, policy.Retention, retentionOf(name), cancellationToken)
                    : SweepAsync(connection, name, retentionOf(name)!.Value, cancellationToken));
                _failing.Remove(name);
            }
            catch (PostgresException e) when (connection.State == System.Data.ConnectionState.Open)
            {
                // This table's own trouble, told once; the others are swept all the same.
                if (_failing.Add(name))
                {
                    logger.TableNotSwept(e, name);
                }
            }
        }
    }

    private Task SetPolicyAsync(
        NpgsqlConnection connection, DatabaseFeatures features, string name,
        TimeSpan? policy, TimeSpan? retention, CancellationToken cancellationToken) =>
        policy == retention ? Task.CompletedTask : timescale.SetPolicyAsync(connection, features, name, retention, cancellationToken);

    private async Task SweepAsync(NpgsqlConnection connection, string name, TimeSpan retention, CancellationToken cancellationToken)
    {
        // Each table has its turn; what is left waits for the next round.
        for (var batch = 0; batch < MaxBatches; batch++)
        {
            if (await rows.DeleteOldAsync(connection, name, retention, Batch, cancellationToken) < Batch)
            {
                return;
            }

            await Task.Delay(Breath, clock, cancellationToken);
        }
    }
}
