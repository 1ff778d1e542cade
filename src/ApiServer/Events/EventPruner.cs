using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Reconciling;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Events;

/// <summary>Forgets events by age and number, in batches small enough that nobody waits for them.</summary>
internal sealed class EventPruner(
    EventStore events, StoreWriter writer, IOptions<EventOptions> options,
    TimeProvider clock, ILogger<EventPruner> logger) : IReconciler
{
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>Of events that are about several agents: a fleet of 10,000 that comes or goes as one has 50 of them.</summary>
    public const int LinksAtMost = 500_000;

    private const int AtOnce = 500;

    public LoopPlan Plan { get; } = new("events-pruning", "Forgetting old events")
    {
        Trigger = LoopTrigger.Time,
        Resync = Period,
        RequiresLeader = true,
    };

    public async Task<Requeue> ReconcileAsync(CancellationToken cancellationToken)
    {
        var (last, lastCall) = await events.FindLastBeyondAsync(
            options.Value.KeepAtMost, options.Value.KeepCallsAtMost, cancellationToken);
        var before = clock.GetUtcNow() - options.Value.KeepFor;
        int pruned, total = 0;
        do
        {
            pruned = await writer.WriteAsync(unit => EventStore.Prune(unit, last, lastCall, before, AtOnce), cancellationToken);
            total += pruned;
        }
        while (pruned >= AtOnce);

        var lastLink = await events.FindLastLinkBeyondAsync(LinksAtMost, cancellationToken);
        do
        {
            pruned = lastLink == 0 ? 0 : await writer.WriteAsync(unit => EventStore.PruneLinks(unit, lastLink, AtOnce), cancellationToken);
        }
        while (pruned >= AtOnce);

        if (total > 0)
        {
            logger.Pruned(total);
        }

        return Requeue.AtResync;
    }
}
