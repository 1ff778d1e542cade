using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Agents;

/// <summary>
/// Looks after all sessions with one timer: missed heartbeats, answers that do not come, agents that do not read; and forgets agents that
/// were terminated long ago.
/// </summary>
internal sealed class AgentSweeper(
    AgentRegistry registry,
    AgentConnector connector,
    AgentStore store,
    IDesiredState desired,
    StoreWriter writer,
    ChangeFeed feed,
    EventDigest digest,
    IOptions<AgentOptions> options,
    TimeProvider clock,
    ILogger<AgentSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);
    private const int SweepsPerForgetting = 120;

    private readonly Outage _sweeping = new(logger, "Looking after agents");
    private readonly Outage _givingUp = new(logger, "Giving up orders that agents do not answer");
    private readonly Outage _forgetting = new(logger, "Forgetting agents");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        for (var sweep = 0; await timer.WaitForNextTickAsync(stoppingToken); sweep++)
        {
            try
            {
                Sweep();
                _sweeping.Over();
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                _sweeping.Failed(e);
            }

            await connector.Ends.TryAsync(connector.StoreEndsAsync, stoppingToken);
            if (sweep % SweepsPerForgetting == 0)
            {
                await _forgetting.TryAsync(ForgetAsync, stoppingToken);
            }
        }
    }

    /// <summary>One look at every session.</summary>
    internal void Sweep()
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
            else if (session.Orders is { } orders && orders.IsOverdue(now))
            {
                _ = GiveUpAsync(session, orders);
            }
        }
    }

    /// <summary>Forgets agents that have been TERMINATED for long enough.</summary>
    internal async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var horizon = clock.GetUtcNow() - options.Value.ForgetAfter;
        foreach (var known in registry.All().Where(
            known => known.Agent.State == AgentState.Terminated && known.Agent.LastSeenTime < horizon))
        {
            await writer.WriteAsync(unit => Forget(unit, known.Agent, horizon), cancellationToken);
        }
    }

    private void Forget(WriteUnit unit, Agent agent, DateTimeOffset horizon)
    {
        // Looked at again inside the unit: it may have come back meanwhile. And a cordon is the node's, so who carries it is kept.
        if (store.Find(unit, agent.Id) is not { State: AgentState.Terminated } stored || stored.LastSeenTime >= horizon
            || (stored.Cordoned && !store.HasSuccessor(unit, stored)))
        {
            return;
        }

        store.Delete(unit, agent.Id);
        desired.RecordGone(unit, agent);
        unit.AfterCommit(() =>
        {
            lock (feed.Gate)
            {
                registry.Forget(agent.Id);
                desired.AgentChanged(agent.Id, null);
                digest.Add(AgentEvents.Forgotten(agent, Origin.Server));
            }
        });
    }

    private async Task GiveUpAsync(AgentSession session, IAgentOrders orders)
    {
        try
        {
            await orders.GiveUpAsync(session.Ended);
            _givingUp.Over();
        }
        catch (Exception e)
        {
            _givingUp.Failed(e);
        }
        finally
        {
            if (session.Protocol == AgentProtocol.Legacy)
            {
                // Its answers do not say what they answer: only a new stream makes a late one harmless.
                session.End(SessionEnd.NoAnswer);
            }
        }
    }
}
