using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Agents;

/// <summary>What the event log says of agents.</summary>
internal static class AgentEvents
{
    public static NewEvent Connected(Agent agent) => Of(EventKinds.AgentConnected, agent, EventOutcomes.Succeeded, "connected");

    public static NewEvent Terminated(Agent agent) => Of(EventKinds.AgentTerminated, agent, EventOutcomes.Succeeded, "was replaced on its node");

    public static NewEvent PodGone(Agent agent) => Of(EventKinds.AgentTerminated, agent, EventOutcomes.Succeeded, "is gone with its pod");

    /// <summary>Ids are new at each start of an agent, so one that comes from another node was copied: with a disk image, or by hand.</summary>
    public static bool IsOfAnotherNode(Agent before, Agent now) =>
        before.NodeName.Length > 0 && now.NodeName.Length > 0 && before.NodeName != now.NodeName;

    public static NewEvent IdShared(Agent before, Agent now) => new()
    {
        Kind = EventKinds.AgentIdShared,
        AgentId = now.Id,
        Outcome = EventOutcomes.Failed,
        Target = $"nodes/{now.NodeName},{before.NodeName}",
        Message = $"Nodes '{before.NodeName}' and '{now.NodeName}' use one agent id: '{now.NodeName}' took the place of '{before.NodeName}'. "
            + "Only one of them is served at a time; each agent needs an id of its own, new at each start.",
    };

    public static NewEvent Forgotten(Agent agent, Origin origin) =>
        Of(EventKinds.AgentForgotten, agent, EventOutcomes.Succeeded, "was forgotten") with { Origin = origin };

    public static NewEvent Updated(Agent before, Agent agent, bool cordonChanged, Origin origin) => Of(
        cordonChanged ? agent.Cordoned ? EventKinds.AgentCordoned : EventKinds.AgentUncordoned : EventKinds.AgentUpdated,
        agent,
        EventOutcomes.Succeeded,
        cordonChanged ? agent.Cordoned ? "was cordoned" : "was uncordoned"
        : Sorted(before.Labels).SequenceEqual(Sorted(agent.Labels)) ? "was updated, and nothing changed" : "got new labels") with
    {
        Origin = origin,
        Change = new ChangeText()
            .Value("cordoned", (bool?)before.Cordoned, agent.Cordoned)
            .Value("labels", Sorted(before.Labels), Sorted(agent.Labels))
            .ToString(),
    };

    public static NewEvent Disconnected(Agent agent, SessionEnd end) => end is SessionEnd.Closed or SessionEnd.Draining
        ? Of(EventKinds.AgentLost, agent, EventOutcomes.Succeeded, "closed its stream")
        : Of(EventKinds.AgentLost, agent, EventOutcomes.Failed, end switch
        {
            SessionEnd.PodGone => "is gone with its pod",
            SessionEnd.Silent => "missed its heartbeats",
            SessionEnd.Stalled => "did not take what it was sent",
            SessionEnd.NoAnswer => "did not answer in time",
            SessionEnd.Violation => "broke the protocol",
            SessionEnd.Revoked => "was sent away: its credentials were revoked",
            _ => "was lost: its stream broke",
        });

    private static SortedDictionary<string, string> Sorted(IReadOnlyDictionary<string, string> labels) => new(labels.ToDictionary(), StringComparer.Ordinal);

    private static NewEvent Of(string kind, Agent agent, string outcome, string what) => new()
    {
        Kind = kind,
        AgentId = agent.Id,
        Outcome = outcome,
        Message = $"Agent on node '{agent.NodeName}' {what}.",
    };
}
