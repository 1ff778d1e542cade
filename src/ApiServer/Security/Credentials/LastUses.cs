using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security.Sessions;
using Tricorder.ApiServer.Security.Tokens;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Security.Credentials;

/// <summary>
/// Stores now and then when tokens and sessions were last used, and what proves tokens from now on; a crash loses a minute of that.
/// </summary>
internal sealed class LastUses(
    TokenDirectory tokens, TokenProofs proofs, SessionDirectory sessions, StoreWriter writer, TimeProvider clock, ILogger<LastUses> logger)
    : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly Outage _storing = new(logger, "Storing when tokens and sessions were last used");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            do
            {
                await StoreAsync();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            await StoreAsync();
        }
    }

    internal async Task StoreAsync()
    {
        var (usedTokens, usedSessions, learned) = (tokens.TakeUsed(), sessions.TakeUsed(), proofs.TakeUnstored());
        if (usedTokens.Count + usedSessions.Count + learned.Count == 0)
        {
            return;
        }

        try
        {
            await writer.WriteAsync(
                unit =>
                {
                    foreach (var (id, time) in usedTokens)
                    {
                        TokenStore.Used(unit, id, time);
                    }

                    foreach (var (id, proof) in learned)
                    {
                        TokenStore.SetProof(unit, id, proof);
                    }

                    foreach (var (id, time) in usedSessions)
                    {
                        SessionStore.Used(unit, id, time);
                    }
                },
                CancellationToken.None);
            _storing.Over();
        }
        catch (Exception e)
        {
            proofs.NotStored(learned);
            _storing.Failed(e); // The next use after a minute notes it again.
        }
    }
}
