using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Agents;

/// <summary>Looks after all sessions with one loop: missed heartbeats, answers that do not come, agents that do not read.</summary>
internal sealed class AgentSweeper(
    AgentRegistry registry, AgentConnector connector, IOptions<AgentOptions> options, TimeProvider clock, ILogger<AgentSweeper> logger)
    : IReconciler
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private readonly Outage _givingUp = new(logger, "Giving up updates that agents do not answer");

    public LoopPlan Plan { get; } = new("agents-sessions", "Looking after agents")
    {
        Trigger = LoopTrigger.Time,
        Resync = Period,
        FirstAfter = Period,
        RequiresLeader = true,
    };

    public async Task<Requeue> ReconcileAsync(CancellationToken cancellationToken)
    {
        Sweep();
        await connector.Ends.TryAsync(connector.StoreEndsAsync, cancellationToken);
        return Requeue.AtResync;
    }

    /// <summary>One look at every session.</summary>
    private void Sweep()
    {
        var now = clock.GetUtcNow();
        var silence = options.Value.HeartbeatInterval * options.Value.MissedHeartbeats;
        foreach (var session in registry.Sessions())
        {
            if (session.Protocol == AgentProtocol.V1 && session.SilentFor > silence)
            {
                session.End(SessionEnd.Silent);
            }
            else if (session.StalledFor > options.Value.SendTimeout)
            {
                session.End(SessionEnd.Stalled);
            }
            else if (session.Answer.IsOver(now) && session.Delivery is { } delivery)
            {
                _ = GiveUpAsync(session, delivery);
            }
        }
    }

    private async Task GiveUpAsync(AgentSession session, IAgentDelivery delivery)
    {
        var isGivenUp = true;
        try
        {
            isGivenUp = await delivery.GiveUpAsync(session.Ended);
            _givingUp.Over();
        }
        catch (Exception e)
        {
            _givingUp.Failed(e);
        }
        finally
        {
            if (isGivenUp && session.Protocol == AgentProtocol.Legacy)
            {
                // Its answers do not say what they answer: only a new stream makes a late one harmless.
                session.End(SessionEnd.NoAnswer);
            }
        }
    }
}
