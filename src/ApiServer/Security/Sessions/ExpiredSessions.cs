using Tricorder.ApiServer.Reconciling;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Security.Sessions;

/// <summary>Forgets sessions that have expired.</summary>
internal sealed class ExpiredSessions(SessionDirectory sessions, StoreWriter writer, TimeProvider clock) : IReconciler
{
    private const int PruneAtOnce = 500;

    public LoopPlan Plan { get; } = new("security-sessions", "Forgetting expired sessions")
    {
        Trigger = LoopTrigger.Time,
        Resync = TimeSpan.FromMinutes(1),
        RequiresLeader = true,
    };

    public async Task<Requeue> ReconcileAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (sessions.AnyExpired(now))
        {
            await writer.WriteAsync(
                unit =>
                {
                    var expired = SessionStore.DeleteExpired(unit, now, PruneAtOnce);
                    unit.AfterCommit(() => sessions.Remove(expired));
                },
                cancellationToken);
        }

        return Requeue.AtResync;
    }
}
