using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Agents;

/// <summary>
/// When the server stops, asks every agent to leave and to come back at a time of its own, waits a little, then ends the streams.
/// </summary>
internal sealed class AgentDrain(AgentRegistry registry, IOptions<AgentOptions> options, TimeProvider clock, ILogger<AgentDrain> logger)
    : IPhaseStep, IDisposable
{
    private readonly CancellationTokenSource _draining = new();

    /// <summary>No new agent is taken in any more.</summary>
    public bool IsDraining => _draining.IsCancellationRequested;

    /// <summary>Cancelled when draining begins.</summary>
    public CancellationToken Draining => _draining.Token;

    public ProcessPhase Phase => ProcessPhase.Serve;

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await _draining.CancelAsync();
        var sessions = registry.Sessions();
        logger.Draining(sessions.Count);
        for (var i = 0; i < sessions.Count; i++)
        {
            if (sessions[i].Protocol == AgentProtocol.Legacy)
            {
                // No drain message on that wire: it comes back by its own backoff.
                sessions[i].End(SessionEnd.Draining);
            }
            else
            {
                sessions[i].Drain(options.Value.DrainSpread * ((i + 1.0) / sessions.Count));
            }
        }

        await Task.WhenAny(
            Task.WhenAll(sessions.Select(session => session.Completion)),
            Task.Delay(options.Value.DrainTimeout, clock, cancellationToken));
        foreach (var session in registry.Sessions().Concat(sessions))
        {
            session.End(SessionEnd.Draining);
        }
    }

    public void Dispose() => _draining.Dispose();
}
