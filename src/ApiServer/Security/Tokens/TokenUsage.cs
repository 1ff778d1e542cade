using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Security.Tokens;

/// <summary>Stores now and then when tokens were last used; a crash loses a minute of that.</summary>
internal sealed class TokenUsage(TokenDirectory tokens, StoreWriter writer, TimeProvider clock, ILogger<TokenUsage> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await FlushAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            await FlushAsync().ConfigureAwait(false);
        }
    }

    private async Task FlushAsync()
    {
        var used = tokens.TakeUsed();
        if (used.Count == 0)
        {
            return;
        }

        try
        {
            await writer.WriteAsync(
                unit =>
                {
                    foreach (var (id, time) in used)
                    {
                        TokenStore.Used(unit, id, time);
                    }
                },
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            logger.UsageNotStored(e); // The next use after a minute notes it again.
        }
    }
}
