using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Deployments.State;

namespace Tricorder.ApiServer.Deployments.Statistics;

/// <summary>What agents report of the modules that they run. What they say of others is no module's doing.</summary>
internal sealed class RunningUsage(AgentRegistry agents, FleetState board, LiveState live)
{
    /// <summary>Of all agents that are known; of those that are away, what they reported last.</summary>
    public IReadOnlyList<KnownAgent> ReadAll() => [.. agents.All().Select(Of)];

    /// <summary>Of one of them: whoever waits for live state does not wait for the fleet.</summary>
    public KnownAgent Of(KnownAgent known) => live.Read(() =>
    {
        if (known.Usage.All(usage => Runs(known.Agent.Id, usage.ModuleId)))
        {
            return known;
        }

        var byRuns = known.Usage.ToLookup(usage => Runs(known.Agent.Id, usage.ModuleId));
        return known with { Usage = [.. byRuns[true]], Ignored = [.. byRuns[false]] };
    });

    private bool Runs(string agentId, string moduleId) =>
        board.Agents.TryGetValue(agentId, out var agent) && agent.Instances.TryGetValue(moduleId, out var instance) && instance.Known != 0;
}
