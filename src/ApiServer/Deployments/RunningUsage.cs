using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Changes;

namespace Tricorder.ApiServer.Deployments;

/// <summary>What agents that are online report of the modules that they run. What they say of others is no module's doing.</summary>
internal sealed class RunningUsage(AgentRegistry agents, ConvergenceBoard board, ChangeFeed feed)
{
    public IReadOnlyList<KnownAgent> Read() =>
        [.. agents.All().Where(known => known.Agent.State == AgentState.Online).Select(Limit)];

    private KnownAgent Limit(KnownAgent known)
    {
        // One agent at a time: whoever waits for the gate does not wait for the fleet.
        lock (feed.Gate)
        {
            return known.Usage.All(usage => Runs(known.Agent.Id, usage.ModuleId))
                ? known
                : known with { Usage = [.. known.Usage.Where(usage => Runs(known.Agent.Id, usage.ModuleId))] };
        }
    }

    private bool Runs(string agentId, string moduleId) =>
        board.Agents.TryGetValue(agentId, out var agent) && agent.Instances.TryGetValue(moduleId, out var instance) && instance.Known != 0;
}
