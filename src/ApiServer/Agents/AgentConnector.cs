using System.Collections.Concurrent;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Agents;

/// <summary>
/// Takes agents in and lets them go. Both are stored first, many in one unit, and take effect after the commit, so the order of commits is
/// the order of streams, and whatever an older stream's end does changes nothing of a newer one.
/// </summary>
internal sealed class AgentConnector
{
    private readonly AgentStore _store;
    private readonly AgentPresence _presence;
    private readonly AdmissionLimit _limit;
    private readonly IDesiredState _desired;
    private readonly LiveState _live;
    private readonly SendLimiter _sends;
    private readonly AgentMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger<AgentConnector> _logger;
    private readonly HelloBatch _hello;
    private readonly WriteBatcher<PendingHello> _hellos;
    private readonly WriteBatcher<EndedSession> _ends;
    private readonly ConcurrentQueue<EndedSession> _notStored = new();

    public AgentConnector(
        AgentStore store,
        AgentAdmission admission,
        AgentPresence presence,
        AdmissionLimit places,
        IDesiredState desired,
        StoreWriter writer,
        LiveState live,
        SendLimiter gate,
        AgentMetrics metrics,
        TimeProvider clock,
        ILogger<AgentConnector> logger)
    {
        (_store, _presence, _limit, _desired, _live) = (store, presence, places, desired, live);
        (_sends, _metrics, _clock, _logger) = (gate, metrics, clock, logger);
        _hello = new HelloBatch(store, admission, desired, clock);
        _hellos = new WriteBatcher<PendingHello>(writer, StoreHellos, new Outage(logger, "Storing hellos of agents (they come again)"));
        Ends = new Outage(logger, "Storing that streams of agents ended");
        _ends = new WriteBatcher<EndedSession>(writer, StoreEnds, Ends);
    }

    /// <summary>How it goes with storing the ends of sessions.</summary>
    public Outage Ends { get; }

    /// <summary>Makes the agent known and ONLINE. Its session sends nothing before it is started.</summary>
    public async Task<AgentSession> ConnectAsync(AgentHello hello, IAgentWire wire, CancellationToken cancellationToken)
    {
        _limit.Take(hello.AgentId);
        var pending = new PendingHello(hello, wire);
        try
        {
            await _hellos.AddAsync(pending, cancellationToken);
            return pending.Session!;
        }
        catch
        {
            await RefuseAsync(pending.Session);
            throw;
        }
    }

    /// <summary>Stores that the session is over. Its agent is OFFLINE, or TERMINATED when another one has its node.</summary>
    public async Task DisconnectAsync(AgentSession session)
    {
        var end = await session.Completion;
        _limit.Leave();
        _metrics.SessionEnded(session.Protocol, end);
        var ended = new EndedSession(
            session, end, session.Delivery is { } delivery ? await delivery.EndAsync(end, session.LastSeen) : null);
        try
        {
            await _ends.AddAsync(ended, CancellationToken.None);
        }
        catch (Exception)
        {
            // A store that takes no writes must not keep an agent ONLINE that is gone. The file is told when it takes some again.
            _live.Change(() => _presence.Detach(session, AgentState.Offline, end));
            ended.IsDetached = true;
            _notStored.Enqueue(ended);
        }
    }

    /// <summary>Stores the ends of sessions that could not be stored when they came.</summary>
    public async Task StoreEndsAsync(CancellationToken cancellationToken)
    {
        List<Task> storing = [];
        for (var left = _notStored.Count; left > 0 && _notStored.TryDequeue(out var ended); left--)
        {
            storing.Add(StoreEndAsync(ended, cancellationToken));
        }

        await Task.WhenAll(storing);
    }

    /// <summary>Nobody runs a session that was refused, even where its hello took effect: what was committed may be lost.</summary>
    private async Task RefuseAsync(AgentSession? session)
    {
        if (session?.Delivery is null)
        {
            _limit.Leave();
            return;
        }

        session.End(SessionEnd.Lost);
        await DisconnectAsync(session);
        session.Dispose();
    }

    private async Task StoreEndAsync(EndedSession ended, CancellationToken cancellationToken)
    {
        try
        {
            await _ends.AddAsync(ended, cancellationToken);
        }
        catch
        {
            _notStored.Enqueue(ended);
            throw;
        }
    }

    private void StoreHellos(WriteUnit unit, IReadOnlyList<BatchItem<PendingHello>> batch)
    {
        foreach (var hello in _hello.Store(unit, batch))
        {
            var session = hello.Pending.Session = new AgentSession(hello.Agent, hello.Pending.Wire, _sends, _clock, _logger);
            unit.Publish(() => _presence.Attach(session, hello));
        }
    }

    private void StoreEnds(WriteUnit unit, IReadOnlyList<BatchItem<EndedSession>> batch)
    {
        var succeeded = _store.Succeeded(unit, batch.Select(item => item.Value.Session.Agent));
        List<AgentEnd> ends = [.. batch.Select(item => item.Value.ToEnd(succeeded.Contains(item.Value.Session.Agent.Id)))];
        var isCurrent = _store.End(unit, ends);
        for (var at = 0; at < batch.Count; at++)
        {
            var (ended, state) = (batch[at].Value, ends[at].State);
            if (isCurrent[at])
            {
                ended.Delivery?.Record(unit);
            }

            unit.Publish(() => Follow(ended, state));
        }

        _desired.RecordGone(
            unit, [.. ends.Where((end, at) => isCurrent[at] && end.State == AgentState.Terminated).Select(end => end.Agent)]);
    }

    private void Follow(EndedSession ended, AgentState state)
    {
        if (ended.IsDetached)
        {
            _presence.Correct(ended.Session, state);
        }
        else
        {
            _presence.Detach(ended.Session, state, ended.End);
        }
    }

    /// <summary>A session that is over, and what must be stored with that.</summary>
    private sealed class EndedSession(AgentSession session, SessionEnd end, IDeliveryEnd? delivery)
    {
        public AgentSession Session { get; } = session;

        public SessionEnd End { get; } = end;

        public IDeliveryEnd? Delivery { get; } = delivery;

        /// <summary>It took effect before it could be stored.</summary>
        public bool IsDetached { get; set; }

        public AgentEnd ToEnd(bool hasSuccessor) => new(
            Session.Agent,
            End == SessionEnd.PodGone || hasSuccessor ? AgentState.Terminated : AgentState.Offline,
            Session.LastSeen);
    }
}
