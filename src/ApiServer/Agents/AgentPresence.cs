using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Agents;

/// <summary>
/// What follows in memory when agents come and go. Every member is part of a change of live state, after what it says is stored.
/// </summary>
internal sealed class AgentPresence(
    AgentRegistry registry, IDesiredState desired, EventDigest digest, AgentMetrics metrics, NodeContainers containers)
{
    public void Attach(AgentSession session, AcceptedHello hello)
    {
        foreach (var old in hello.Replaced)
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
            superseded.Delivery?.Detach();
            superseded.End(SessionEnd.Superseded);
        }

        session.Attach(hello.Attach(session), NotifierOf(session));
        metrics.SessionStarted(session.Protocol);
        digest.Add(AgentEvents.Connected(session.Agent));
    }

    public void Detach(AgentSession session, AgentState state, SessionEnd end)
    {
        if (registry.Disconnect(session, state) is { } agent)
        {
            // First, so that what is kept as last known is from before its updates were given up.
            desired.AgentChanged(agent.Id, agent);
            session.Delivery?.Detach();
            digest.Add(AgentEvents.Disconnected(agent, end));
        }
    }

    /// <summary>The session was over before its end could be stored, and now it is known that its agent will not come back.</summary>
    public void Correct(AgentSession session, AgentState state)
    {
        if (state == AgentState.Terminated && registry.Find(session.Agent.Id)?.Agent is { State: AgentState.Offline } agent
            && agent.SessionId == session.Id)
        {
            desired.AgentChanged(agent.Id, registry.Change(agent.Id, offline => offline with { State = state }));
            digest.Add(AgentEvents.Terminated(agent));
        }
    }

    /// <summary>None on a wire that tells of containers elsewhere, and none where there is no Kubernetes.</summary>
    private ContainerNotifier? NotifierOf(AgentSession session) =>
        containers.IsFollowed && session is { Protocol: AgentProtocol.V1, Agent.NodeName.Length: > 0 }
            ? new ContainerNotifier(containers, session.Agent.NodeName)
            : null;
}
