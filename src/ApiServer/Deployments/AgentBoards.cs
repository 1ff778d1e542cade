using System.Runtime.InteropServices;
using Tricorder.ApiServer.Agents;

namespace Tricorder.ApiServer.Deployments;

/// <summary>The agents that count: by id, by node, and how many there are of each sort. Guarded by the feed's gate.</summary>
internal sealed class AgentBoards
{
    private readonly SortedDictionary<string, AgentBoard> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<AgentBoard>> _byNode = [];

    public IReadOnlyDictionary<string, AgentBoard> ById => _byId;

    public AgentTotals Totals { get; } = new();

    /// <summary>Those that have, or had, this node.</summary>
    public IReadOnlyList<AgentBoard> OnNode(string nodeKey) => _byNode.GetValueOrDefault(nodeKey) ?? [];

    /// <summary>Brings an agent's board up to date; it is made for one that is new.</summary>
    public AgentBoard Follow(Agent agent)
    {
        if (_byId.TryGetValue(agent.Id, out var board))
        {
            Leave(board);
        }
        else
        {
            _byId[agent.Id] = board = new AgentBoard(agent.Id);
        }

        board.Follow(agent);
        Totals.Count(board, 1);
        (CollectionsMarshal.GetValueRefOrAddDefault(_byNode, board.NodeKey, out _) ??= new(1)).Add(board);
        return board;
    }

    /// <summary>Takes an agent out; null when there is none of this id.</summary>
    public AgentBoard? Remove(string agentId)
    {
        if (_byId.Remove(agentId, out var board))
        {
            Leave(board);
        }

        return board;
    }

    private void Leave(AgentBoard board)
    {
        Totals.Count(board, -1);
        if (_byNode.TryGetValue(board.NodeKey, out var others) && others.Remove(board) && others.Count == 0)
        {
            _byNode.Remove(board.NodeKey);
        }
    }
}
