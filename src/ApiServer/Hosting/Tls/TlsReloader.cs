using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Hosting.Tls;

/// <summary>Looks at the certificates' files every second, and says in good time when the server's own is about to end.</summary>
internal sealed class TlsReloader(TlsFiles files, TimeProvider clock, ILogger<TlsReloader> logger) : IReconciler
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Soon = TimeSpan.FromDays(7);
    private static readonly TimeSpan RemindEvery = TimeSpan.FromDays(1);

    private DateTimeOffset _reminded = DateTimeOffset.MinValue;

    public LoopPlan Plan { get; } = new("hosting-certificates", "Looking at the certificates' files")
    {
        Trigger = LoopTrigger.Time,
        Resync = Period,
        RequiresLeader = false,
    };

    public Task<Requeue> ReconcileAsync(CancellationToken cancellationToken)
    {
        files.Refresh();
        Remind(clock.GetUtcNow());
        return Task.FromResult(Requeue.AtResync);
    }

    private void Remind(DateTimeOffset now)
    {
        var end = files.Server.Leaf.NotAfter.ToUniversalTime();
        if (end - now < Soon && now - _reminded >= RemindEvery)
        {
            _reminded = now;
            logger.CertificateEnds(files.Server.Leaf.Subject, end);
        }
    }
}
