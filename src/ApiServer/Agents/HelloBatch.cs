using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Agents;

/// <summary>
/// Makes agents known, many in one unit of the writer: what the store knows of them is read at once, decided on in the order in which they
/// came, and written at once.
/// </summary>
internal sealed class HelloBatch(AgentStore store, AgentAdmission admission, IDesiredState desired, TimeProvider clock)
{
    private static readonly TimeSpan SmallestStored = TimeSpan.FromMicroseconds(1);

    /// <summary>Stores those that may come in; the others are refused, each by itself.</summary>
    public IReadOnlyList<AcceptedHello> Store(WriteUnit unit, IReadOnlyList<BatchItem<PendingHello>> batch)
    {
        var known = new Known(unit, store, batch.Select(item => item.Value.Hello));
        List<AcceptedHello> accepted = [];
        List<Agent> gone = [];
        foreach (var item in batch)
        {
            if (Admit(unit, item, known) is not { } agent)
            {
                continue;
            }

            List<Agent> replaced = [.. known.OthersOnNode(agent.Id, agent.NodeName).Where(other => other.State == AgentState.Offline)];
            replaced.ForEach(old => known.Put(old with { State = AgentState.Terminated, LastSeenTime = agent.ConnectTime }));
            gone.AddRange(replaced);
            known.Put(agent);
            accepted.Add(new AcceptedHello(item.Value, agent, replaced));
        }

        // Those that are gone first: one of them may have come back in the same batch.
        store.Terminate(unit, [.. gone.Select(old => old.Id)], clock.GetUtcNow());
        desired.RecordGone(unit, gone);
        store.Put(unit, [.. accepted.Select(hello => hello.Agent)]);
        var attach = desired.RecordHellos(unit, [.. accepted.Select(hello => (hello.Agent, hello.Pending.Hello.Running))]);
        return [.. accepted.Zip(attach, (hello, delivery) => hello with { Attach = delivery })];
    }

    private Agent? Admit(WriteUnit unit, BatchItem<PendingHello> item, Known known)
    {
        try
        {
            return Admit(unit, item.Value.Hello, known);
        }
        catch (DomainException refusal)
        {
            item.Refuse(refusal);
            return null;
        }
    }

    private Agent Admit(WriteUnit unit, AgentHello said, Known agents)
    {
        var known = agents.Find(said.AgentId);
        admission.Check(unit, said, known);
        var hello = known is null ? said : said.OrAsKnown(known);
        var other = agents.OthersOnNode(hello.AgentId, hello.NodeName).MaxBy(agent => agent.ConnectTime);

        // A cordon is the node's, the newest word counts: neither a restarted agent nor one from before may run things again.
        var cordon = (other?.CordonGeneration ?? 0) > (known?.CordonGeneration ?? 0) ? other : known;
        var now = After(other);
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

    /// <summary>Of two agents on a node the one that came later has it, so no two come at the same time.</summary>
    private DateTimeOffset After(Agent? other)
    {
        var now = clock.GetUtcNow();
        return other is not null && now - other.ConnectTime < SmallestStored ? other.ConnectTime + SmallestStored : now;
    }

    /// <summary>The agents that a batch is about, as they are after the hellos before.</summary>
    private sealed class Known
    {
        private readonly Dictionary<string, Agent> _byId;
        private readonly Dictionary<string, List<string>> _idsOnNode = new(StringComparer.Ordinal);

        public Known(WriteUnit unit, AgentStore store, IEnumerable<AgentHello> hellos)
        {
            List<AgentHello> all = [.. hellos];
            _byId = store.Find(unit, all.Select(hello => hello.AgentId).Distinct()).ToDictionary(agent => agent.Id, StringComparer.Ordinal);
            var nodes = all.Select(hello => hello.NodeName).Concat(_byId.Values.Select(agent => agent.NodeName))
                .Where(node => node.Length > 0).Distinct();
            foreach (var agent in store.OnNodes(unit, nodes))
            {
                Put(agent);
            }
        }

        public Agent? Find(string id) => _byId.GetValueOrDefault(id);

        public IEnumerable<Agent> OthersOnNode(string id, string node) => _idsOnNode.TryGetValue(node, out var ids)
            ? ids.Where(other => other != id).Select(other => _byId[other]).Where(other => other.NodeName == node)
            : [];

        public void Put(Agent agent)
        {
            _byId[agent.Id] = agent;
            if (agent.NodeName.Length == 0)
            {
                return;
            }

            if (!_idsOnNode.TryGetValue(agent.NodeName, out var ids))
            {
                _idsOnNode[agent.NodeName] = ids = new(1);
            }

            if (!ids.Contains(agent.Id))
            {
                ids.Add(agent.Id);
            }
        }
    }
}

/// <summary>A hello that waits to be stored, and the session that it begins.</summary>
internal sealed class PendingHello(AgentHello hello, IAgentWire wire)
{
    public AgentHello Hello { get; } = hello;

    public IAgentWire Wire { get; } = wire;

    /// <summary>There once the hello is stored.</summary>
    public AgentSession? Session { get; set; }
}

/// <summary>A hello that is stored.</summary>
/// <param name="Pending">The hello.</param>
/// <param name="Agent">The agent that it makes known.</param>
/// <param name="Replaced">Agents that had its node, and will not come back.</param>
internal sealed record AcceptedHello(PendingHello Pending, Agent Agent, IReadOnlyList<Agent> Replaced)
{
    /// <summary>Gives the session what it is to deliver; part of the change of live state.</summary>
    public Func<AgentSession, IAgentDelivery> Attach { get; init; } = null!;
}
