using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Agents;

/// <summary>Tells what of a watch is news to people: an agent that only was heard from again is none.</summary>
internal sealed class AgentNews
{
    private readonly Dictionary<string, (Agent Agent, string Told)> _known = [];
    private readonly HashSet<string> _inSnapshot = [];

    /// <summary>The agents to tell of by node, and those that are gone.</summary>
    public (List<Agent> Agents, List<Agent> Gone) Take(WatchResponse response)
    {
        var news = new List<Agent>();
        var isSnapshot = response.ContentCase == WatchResponse.ContentOneofCase.Snapshot;
        foreach (var agent in response.Snapshot?.Agents ?? response.Changes?.Agents ?? [])
        {
            if (isSnapshot)
            {
                _inSnapshot.Add(agent.Id);
            }

            var told = string.Join('\n', AgentColumns.Watched.Select(column => column.Text(agent)));
            if (!_known.TryGetValue(agent.Id, out var before) || before.Told != told)
            {
                news.Add(agent);
            }

            _known[agent.Id] = (agent, told);
        }

        news.Sort((one, other) => string.CompareOrdinal(one.NodeName, other.NodeName));
        return (news, Forget(response));
    }

    private List<Agent> Forget(WatchResponse response)
    {
        var ids = response.Changes?.DeletedIds.ToList() ?? [];
        if (response.Snapshot is { Last: true })
        {
            // A snapshot in the middle of a watch: who is not in it has gone unseen.
            ids = [.. _known.Keys.Except(_inSnapshot)];
            _inSnapshot.Clear();
        }

        var gone = new List<Agent>();
        foreach (var id in ids)
        {
            if (_known.Remove(id, out var known))
            {
                gone.Add(known.Agent);
            }
        }

        return gone;
    }
}
