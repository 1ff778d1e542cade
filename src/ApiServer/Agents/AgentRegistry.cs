using Tricorder.ApiServer.Changes;

namespace Tricorder.ApiServer.Agents;

/// <summary>
/// All agents that are known, and the session each has now. It follows the store after each commit, under the lock of live state.
/// </summary>
internal sealed class AgentRegistry(LiveState live, ChangeFeed feed)
{
    private readonly SortedDictionary<string, Entry> _byId = new(StringComparer.Ordinal);

    public void Load(IEnumerable<Agent> agents) => live.Change(() =>
    {
        foreach (var agent in agents)
        {
            _byId[agent.Id] = new Entry { Agent = agent };
        }
    });

    public KnownAgent? Find(string id) => live.Read(() => _byId.TryGetValue(id, out var entry) ? entry.ToKnown() : null);

    public bool IsConnected(string id) => live.Read(() => _byId.TryGetValue(id, out var entry) && entry.Session is not null);

    /// <summary>All known agents, ordered by id.</summary>
    public IReadOnlyList<KnownAgent> All() =>
        live.Read<IReadOnlyList<KnownAgent>>(() => [.. _byId.Values.Select(entry => entry.ToKnown())]);

    public IReadOnlyList<AgentSession> Sessions() => live.Read<IReadOnlyList<AgentSession>>(
        () => [.. _byId.Values.Where(entry => entry.Session is not null).Select(entry => entry.Session!)]);

    /// <summary>The session of this id becomes this one; returns the one it replaces.</summary>
    public AgentSession? Connect(AgentSession session) => live.Read(() =>
    {
        if (!_byId.TryGetValue(session.Agent.Id, out var entry))
        {
            _byId[session.Agent.Id] = entry = new Entry { Agent = session.Agent };
        }

        var old = entry.Session;
        entry.Agent = session.Agent;
        entry.Session = session;
        entry.Usage = [];
        entry.HasReported = false;
        feed.Mark(Topic.Agents, session.Agent.Id);
        return old;
    });

    /// <summary>The agent has no session any more; null when this session was not the agent's any more.</summary>
    public Agent? Disconnect(AgentSession session, AgentState state) => live.Read(() =>
    {
        if (!_byId.TryGetValue(session.Agent.Id, out var entry) || entry.Session != session)
        {
            return null;
        }

        entry.Session = null;
        entry.Agent = entry.Agent with { State = state, LastSeenTime = session.LastSeen };
        feed.Mark(Topic.Agents, session.Agent.Id);
        return entry.Agent;
    });

    /// <summary>Changes what is known of an agent; null when it is not known. The result is the agent as it is now.</summary>
    public Agent? Change(string id, Func<Agent, Agent> change) => live.Read(() =>
    {
        if (!_byId.TryGetValue(id, out var entry))
        {
            return null;
        }

        entry.Agent = change(entry.Agent);
        feed.Mark(Topic.Agents, id);
        return entry.Agent;
    });

    public void Forget(string id) => live.Change(() =>
    {
        if (_byId.Remove(id))
        {
            feed.Mark(Topic.Agents, id);
        }
    });

    public void SetUsage(AgentSession session, IReadOnlyList<ModuleUsage> usage) => live.Change(() =>
    {
        if (_byId.TryGetValue(session.Agent.Id, out var entry) && entry.Session == session)
        {
            entry.Usage = usage;
            entry.HasReported = true;
            feed.Mark(Topic.Agents, session.Agent.Id);
        }
    });

    private sealed class Entry
    {
        public required Agent Agent { get; set; }

        public AgentSession? Session { get; set; }

        public IReadOnlyList<ModuleUsage> Usage { get; set; } = [];

        public bool HasReported { get; set; }

        public KnownAgent ToKnown() =>
            new(Session is null ? Agent : Agent with { LastSeenTime = Session.LastSeen }, Usage) { HasReported = HasReported };
    }
}
