using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Agents;

/// <summary>What the event log says of agents.</summary>
internal static class AgentEvents
{
    public static NewEvent Connected(Agent agent) => Of(EventKinds.AgentConnected, agent, EventOutcomes.Succeeded, "", "connected");

    public static NewEvent Terminated(Agent agent) =>
        Of(EventKinds.AgentTerminated, agent, EventOutcomes.Succeeded, "REPLACED", "was replaced on its node");

    public static NewEvent PodGone(Agent agent) =>
        Of(EventKinds.AgentTerminated, agent, EventOutcomes.Succeeded, "POD_GONE", "is gone with its pod");

    /// <summary>
    /// Ids are new at each start of an agent, and neither node nor pod changes under a running one. An id that comes from elsewhere was
    /// copied: with a disk image, or by hand.
    /// </summary>
    public static bool IsOfAnotherPlace(Agent before, Agent now) =>
        Differ(before.NodeName, now.NodeName) || Differ(before.PodUid, now.PodUid);

    public static NewEvent IdShared(Agent before, Agent now)
    {
        var (old, next) = Differ(before.NodeName, now.NodeName)
            ? ($"node '{before.NodeName}'", $"node '{now.NodeName}'")
            : ($"pod '{before.PodUid}'", $"pod '{now.PodUid}'");
        return new NewEvent
        {
            Kind = EventKinds.AgentIdShared,
            AgentId = now.Id,
            Outcome = EventOutcomes.Failed,
            Target = Differ(before.NodeName, now.NodeName)
                ? $"nodes/{now.NodeName},{before.NodeName}"
                : $"pods/{now.PodUid},{before.PodUid}",
            Parameters = EventParameters.Of(("old", old), ("new", next), ("node", now.NodeName)),
            Message = $"Two agents use one id: that of {next} took the place of that of {old}. "
                + "Only one of them is served at a time; each agent needs an id of its own, new at each start.",
        };
    }

    public static NewEvent Forgotten(Agent agent, Origin origin) =>
        Of(EventKinds.AgentForgotten, agent, EventOutcomes.Succeeded, "", "was forgotten") with { Origin = origin };

    public static NewEvent Updated(Agent before, Agent agent, bool cordonChanged, Origin origin) => Of(
        cordonChanged ? agent.Cordoned ? EventKinds.AgentCordoned : EventKinds.AgentUncordoned : EventKinds.AgentUpdated,
        agent,
        EventOutcomes.Succeeded,
        cordonChanged || !Sorted(before.Labels).SequenceEqual(Sorted(agent.Labels)) ? "" : "NOTHING",
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
        ? Of(EventKinds.AgentLost, agent, EventOutcomes.Succeeded, "CLOSED", "closed its stream")
        : Lost(agent, end switch
        {
            SessionEnd.PodGone => ("POD_GONE", "is gone with its pod"),
            SessionEnd.Silent => ("SILENT", "missed its heartbeats"),
            SessionEnd.Stalled => ("STALLED", "did not take what it was sent"),
            SessionEnd.NoAnswer => ("NO_ANSWER", "did not answer in time"),
            SessionEnd.Violation => ("VIOLATION", "broke the protocol"),
            SessionEnd.Revoked => ("REVOKED", "was sent away: its credentials were revoked"),
            _ => ("BROKEN", "was lost: its stream broke"),
        });

    private static NewEvent Lost(Agent agent, (string Why, string Text) end) =>
        Of(EventKinds.AgentLost, agent, EventOutcomes.Failed, end.Why, end.Text);

    /// <summary>What was not said is not another one.</summary>
    private static bool Differ(string before, string now) => before.Length > 0 && now.Length > 0 && before != now;

    private static SortedDictionary<string, string> Sorted(IReadOnlyDictionary<string, string> labels) =>
        new(labels.ToDictionary(), StringComparer.Ordinal);

    private static NewEvent Of(string kind, Agent agent, string outcome, string why, string what) => new()
    {
        Kind = kind,
        AgentId = agent.Id,
        Outcome = outcome,
        Message = $"Agent on node '{agent.NodeName}' {what}.",
        Parameters = why.Length > 0
            ? EventParameters.Of(("node", agent.NodeName), ("why", why))
            : EventParameters.Of(("node", agent.NodeName)),
    };
}
