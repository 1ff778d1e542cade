using System.Runtime.InteropServices;
using Tricorder.ApiServer.Agents;

namespace Tricorder.ApiServer.Deployments.State;

/// <summary>
/// The agents that count: by id, by node, and how many there are of each sort; and the instances on them, which begin and end here.
/// Part of live state.
/// </summary>
internal sealed class FleetAgents
{
    private readonly SortedList<string, FleetAgent> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<FleetAgent>> _byNode = [];

    public IReadOnlyDictionary<string, FleetAgent> ById => _byId;

    public AgentTotals Totals { get; } = new();

    public InstanceIndex Index { get; } = new();

    /// <summary>In the order of their ids.</summary>
    public IEnumerable<FleetAgent> After(string agentId) => _byId.ItemsAfter(agentId);

    /// <summary>Those that have, or had, this node.</summary>
    public IReadOnlyList<FleetAgent> OnNode(string nodeKey) => _byNode.GetValueOrDefault(nodeKey) ?? [];

    /// <summary>Brings an agent up to date; it is made for one that is new.</summary>
    public FleetAgent Follow(Agent agent)
    {
        if (_byId.TryGetValue(agent.Id, out var board))
        {
            Leave(board);
        }
        else
        {
            _byId[agent.Id] = board = new FleetAgent(agent.Id);
        }

        board.Follow(agent);
        Totals.Count(board, 1);
        (CollectionsMarshal.GetValueRefOrAddDefault(_byNode, board.NodeKey, out _) ??= new(1)).Add(board);
        return board;
    }

    /// <summary>Takes an agent out; null when there is none of this id.</summary>
    public FleetAgent? Remove(string agentId)
    {
        if (_byId.TryGetValue(agentId, out var board) && _byId.Remove(agentId))
        {
            Leave(board);
        }

        return board;
    }

    public void Add(Instance instance)
    {
        instance.Agent.Add(instance);
        Index.Add(instance);
    }

    public void Remove(Instance instance)
    {
        instance.Agent.Remove(instance);
        Index.Remove(instance);
    }

    /// <summary>All instances of the agent end, and these begin.</summary>
    public void Replace(FleetAgent agent, Dictionary<string, Instance> instances)
    {
        foreach (var ended in agent.Instances.Values)
        {
            Index.Remove(ended);
        }

        agent.Replace(instances);
        foreach (var begun in agent.Instances.Values)
        {
            Index.Add(begun);
        }
    }

    private void Leave(FleetAgent board)
    {
        Totals.Count(board, -1);
        if (_byNode.TryGetValue(board.NodeKey, out var others) && others.Remove(board) && others.Count == 0)
        {
            _byNode.Remove(board.NodeKey);
        }
    }
}
