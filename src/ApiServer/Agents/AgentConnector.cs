using System.Collections.Concurrent;
using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Agents;

/// <summary>
/// Takes agents in and lets them go. Both are stored first and take effect after the commit, so the order of commits is the order of
/// streams, and whatever an older stream's end does changes nothing of a newer one.
/// </summary>
internal sealed class AgentConnector(
    AgentStore store,
    AgentRegistry registry,
    AgentAdmission admission,
    AgentPlaces places,
    IDesiredState desired,
    StoreWriter writer,
    ChangeFeed feed,
    SendGate gate,
    EventDigest digest,
    AgentMetrics metrics,
    TimeProvider clock,
    ILogger<AgentConnector> logger,
    NodeContainers containers)
{
    private readonly ConcurrentQueue<AgentSession> _notStored = new();

    /// <summary>How it goes with storing the ends of sessions.</summary>
    public Outage Ends { get; } = new(logger, "Storing that streams of agents ended");

    /// <summary>Makes the agent known and ONLINE. Its session sends nothing before it is started.</summary>
    public async Task<AgentSession> ConnectAsync(AgentHello hello, IAgentWire wire, CancellationToken cancellationToken)
    {
        places.Take(hello.AgentId);
        try
        {
            return await writer.WriteAsync(unit => Connect(unit, hello, wire), cancellationToken);
        }
        catch
        {
            places.Leave();
            throw;
        }
    }

    /// <summary>Stores that the session is over. Its agent is OFFLINE, or TERMINATED when another one has its node.</summary>
    public async Task DisconnectAsync(AgentSession session)
    {
        var end = await session.Completion;
        places.Leave();
        metrics.SessionEnded(session.Protocol, end);
        try
        {
            await writer.WriteAsync(
                unit =>
                {
                    var state = StoreEnd(unit, session, end);
                    unit.AfterCommit(() => Detach(session, state, end));
                },
                CancellationToken.None);
        }
        catch (Exception e)
        {
            // A store that takes no writes must not keep an agent ONLINE that is gone. The file is told when it takes some again.
            Ends.Failed(e);
            Detach(session, AgentState.Offline, end);
            _notStored.Enqueue(session);
        }
    }

    /// <summary>Stores the ends of sessions that could not be stored when they came.</summary>
    public async Task StoreEndsAsync(CancellationToken cancellationToken)
    {
        while (_notStored.TryPeek(out var session))
        {
            var end = await session.Completion;
            await writer.WriteAsync(
                unit =>
                {
                    var state = StoreEnd(unit, session, end);
                    unit.AfterCommit(() => Correct(session, state));
                },
                cancellationToken);
            _notStored.TryDequeue(out _);
        }
    }

    private AgentSession Connect(WriteUnit unit, AgentHello hello, IAgentWire wire)
    {
        var agent = Admit(unit, hello);
        store.Put(unit, agent);
        var replaced = Replace(unit, agent);
        var attach = desired.RecordHello(unit, agent, hello.Running);
        var session = new AgentSession(agent, wire, gate, clock, logger);
        unit.AfterCommit(() => Attach(session, attach, replaced));
        return session;
    }

    private AgentState StoreEnd(WriteUnit unit, AgentSession session, SessionEnd end)
    {
        var state = end == SessionEnd.PodGone || store.HasSuccessor(unit, session.Agent) ? AgentState.Terminated : AgentState.Offline;
        if (store.End(unit, session.Agent, state, session.LastSeen))
        {
            session.Orders?.RecordEnd(unit, end, session.LastSeen);
            if (state == AgentState.Terminated)
            {
                desired.RecordGone(unit, session.Agent);
            }
        }

        return state;
    }

    private Agent Admit(WriteUnit unit, AgentHello said)
    {
        var now = clock.GetUtcNow();
        var known = store.Find(unit, said.AgentId);
        admission.Check(unit, said, known);
        var hello = known is null ? said : said.OrAsKnown(known);
        var other = hello.NodeName.Length > 0 ? store.LatestOnNode(unit, hello.NodeName, hello.AgentId) : null;

        // A cordon is the node's, the newest word counts: neither a restarted agent nor one from before may run things again.
        var cordon = (other?.CordonGeneration ?? 0) > (known?.CordonGeneration ?? 0) ? other : known;
        return new Agent
        {
            Id = hello.AgentId,
            NodeName = hello.NodeName,
            PodUid = hello.PodUid,
            Version = hello.Version,
            KernelRelease = hello.KernelRelease,
            Architecture = hello.Architecture,
            ReportedLabels = hello.Labels,
            OperatorLabels = (known ?? other)?.OperatorLabels,
            Identity = hello.Identity.ToString() is { Length: > 0 } proven ? proven : known?.Identity ?? "",
            Protocol = hello.Protocol,
            State = AgentState.Online,
            Cordoned = cordon?.Cordoned ?? false,
            CordonGeneration = cordon?.CordonGeneration ?? 0,
            SessionId = Guid.CreateVersion7().ToString(),
            ConnectTime = now,
            LastSeenTime = now,
        };
    }

    private IReadOnlyList<Agent> Replace(WriteUnit unit, Agent agent)
    {
        if (agent.NodeName.Length == 0)
        {
            return [];
        }

        var replaced = store.OfflineOnNode(unit, agent.NodeName, agent.Id);
        foreach (var old in replaced)
        {
            store.Terminate(unit, old.Id, agent.ConnectTime);
            desired.RecordGone(unit, old);
        }

        return replaced;
    }

    private void Attach(AgentSession session, Func<AgentSession, IAgentOrders> attach, IReadOnlyList<Agent> replaced)
    {
        lock (feed.Gate)
        {
            foreach (var old in replaced)
            {
                desired.AgentChanged(old.Id, registry.Change(old.Id, agent => agent with { State = AgentState.Terminated }));
                digest.Add(AgentEvents.Terminated(old));
            }

            if (registry.Find(session.Agent.Id)?.Agent is { } before && AgentEvents.IsOfAnotherPlace(before, session.Agent))
            {
                digest.Add(AgentEvents.IdShared(before, session.Agent));
            }

            if (registry.Connect(session) is { } superseded)
            {
                superseded.Orders?.Detach();
                superseded.End(SessionEnd.Superseded);
            }

            session.Attach(attach(session), TellerOf(session));
            metrics.SessionStarted(session.Protocol);
            digest.Add(AgentEvents.Connected(session.Agent));
        }
    }

    /// <summary>None on a wire that tells of containers elsewhere, and none where there is no Kubernetes.</summary>
    private ContainerTeller? TellerOf(AgentSession session) =>
        containers.IsFollowed && session is { Protocol: AgentProtocol.V1, Agent.NodeName.Length: > 0 }
            ? new ContainerTeller(containers, session.Agent.NodeName)
            : null;

    private void Detach(AgentSession session, AgentState state, SessionEnd end)
    {
        lock (feed.Gate)
        {
            if (registry.Disconnect(session, state) is { } agent)
            {
                // First, so that what is kept as last known is from before its orders were given up.
                desired.AgentChanged(agent.Id, agent);
                session.Orders?.Detach();
                digest.Add(AgentEvents.Disconnected(agent, end));
            }
        }
    }

    private void Correct(AgentSession session, AgentState state)
    {
        lock (feed.Gate)
        {
            if (state == AgentState.Terminated && registry.Find(session.Agent.Id)?.Agent is { State: AgentState.Offline } agent
                && agent.SessionId == session.Id)
            {
                desired.AgentChanged(agent.Id, registry.Change(agent.Id, offline => offline with { State = state }));
                digest.Add(AgentEvents.Terminated(agent));
            }
        }
    }
}
