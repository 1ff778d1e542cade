using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Deployments.Statistics;
using Tricorder.ApiServer.ObservabilityDb.Connections;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>
/// Looks every now and then how old the newest row of each deployed module is. What was seen last stays while the database is down.
/// </summary>
internal sealed class RowArrivals(
    DesiredTables wanted,
    SchemaStore schema,
    TableStore tables,
    RowStore rows,
    ObservabilityDatabase database,
    IOptions<ObservabilityDbOptions> options,
    TimeProvider clock,
    ILogger<RowArrivals> logger)
    : IReconciler, IRowArrivals
{
    private FrozenDictionary<string, DateTimeOffset> _newest = FrozenDictionary<string, DateTimeOffset>.Empty;

    public DateTimeOffset? NewestOf(string moduleId) => _newest.TryGetValue(moduleId, out var time) ? time : null;

    public LoopPlan Plan { get; } = new("database-arrivals", "Looking at the newest rows")
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
            await PollAsync(cancellationToken);
            return Requeue.AtResync;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The reconciler tells that the database is down.
            logger.ArrivalsNotRead(e);
            return Requeue.Failed(DatabaseFailure.Explain(e).Reason);
        }
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        var deployed = wanted.Deployed().Select(module => module.ModuleId).ToHashSet();
        var modules = (await schema.LoadAllAsync(cancellationToken))
            .Where(table => deployed.Contains(table.ModuleId))
            .ToDictionary(table => table.Name, table => table.ModuleId);
        if (modules.Count == 0)
        {
            return;
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var there = await tables.ReadAsync(connection, cancellationToken);
        var ages = await rows.ReadAgesAsync(connection, [.. modules.Keys.Where(there.ContainsKey)], cancellationToken);
        var now = clock.GetUtcNow();
        _newest = ages.GroupBy(table => modules[table.Key])
            .ToFrozenDictionary(module => module.Key, module => now - module.Min(table => table.Value));
    }
}
