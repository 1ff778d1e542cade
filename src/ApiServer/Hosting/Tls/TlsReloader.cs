namespace Tricorder.ApiServer.Hosting.Tls;

/// <summary>Looks at the certificates' files every second, and says in good time when the server's own is about to end.</summary>
internal sealed class TlsReloader(TlsFiles files, TimeProvider clock, ILogger<TlsReloader> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Soon = TimeSpan.FromDays(7);
    private static readonly TimeSpan RemindEvery = TimeSpan.FromDays(1);

    private DateTimeOffset _reminded = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            do
            {
                files.Refresh();
                Remind(clock.GetUtcNow());
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
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
