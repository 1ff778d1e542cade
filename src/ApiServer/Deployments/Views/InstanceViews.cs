using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.State;

namespace Tricorder.ApiServer.Deployments.Views;

/// <summary>What callers see of modules on agents.</summary>
internal sealed class InstanceViews(FleetState board, LiveState live)
{
    private const int Slice = 2048; // Instances that are looked at under one hold of the lock.

    /// <summary>One module on one agent; null where there is nothing to say.</summary>
    public ModuleInstance? Find(string moduleId, string agentId) => live.Read(() =>
        board.Agents.TryGetValue(agentId, out var agent) ? View(moduleId, agent) : null);

    /// <summary>
    /// Instances ordered by module and agent, from after a position on. What they are like is known of each alone, so a list by state goes
    /// through all of them; it does so in slices, and others have their turn in between.
    /// </summary>
    public InstancePage List(InstanceFilter filter, (string ModuleId, string AgentId)? after, int limit)
    {
        var walk = new InstanceWalk(board, filter);
        if (filter.State is null && filter.Display is null)
        {
            return live.Read(() => new InstancePage(
                [.. walk.After(after).Take(limit).Select(found => View(found.ModuleId, found.Agent)!)], walk.Count(), walk.Visited));
        }

        var items = new List<ModuleInstance>();
        var total = 0;
        (string ModuleId, string AgentId)? position = null;
        while (live.Read(() => ReadSlice(walk, filter, ref position, Take)))
        {
        }

        return new InstancePage(items, total, walk.Visited);

        void Take(string moduleId, FleetAgent agent)
        {
            total++;
            if (items.Count < limit && (after is not { } last || IsAfter(moduleId, agent.Id, last)))
            {
                items.Add(View(moduleId, agent)!);
            }
        }
    }

    /// <summary>Looks at the next instances; true when there may be more.</summary>
    private bool ReadSlice(
        InstanceWalk walk, InstanceFilter filter, ref (string ModuleId, string AgentId)? position, Action<string, FleetAgent> take)
    {
        var visited = 0;
        foreach (var (moduleId, agent) in walk.After(position))
        {
            position = (moduleId, agent.Id);
            if (Matches(filter, moduleId, agent))
            {
                take(moduleId, agent);
            }

            if (++visited == Slice)
            {
                return true;
            }
        }

        return false;
    }

    private bool Matches(InstanceFilter filter, string moduleId, FleetAgent agent) => StateOf(moduleId, agent) is var (state, shown)
        && (filter.State is null || filter.State == state)
        && (filter.Display is null || filter.Display == shown);

    private static bool IsAfter(string moduleId, string agentId, (string ModuleId, string AgentId) position) =>
        string.CompareOrdinal(moduleId, position.ModuleId) is var byModule
            && (byModule > 0 || (byModule == 0 && string.CompareOrdinal(agentId, position.AgentId) > 0));

    /// <summary>How a module is on an agent; null where there is nothing to say.</summary>
    private (InstanceState State, DisplayState Shown)? StateOf(string moduleId, FleetAgent agent) =>
        agent.Instances.TryGetValue(moduleId, out var instance) ? (instance.State, instance.Shown!.Value)
        : ModuleOf(moduleId) is null ? null
        : (InstanceState.Succeeded, ShownOfNeverTold(agent));

    /// <summary>One module on one agent; null where there is nothing to say.</summary>
    private ModuleInstance? View(string moduleId, FleetAgent agent)
    {
        var module = ModuleOf(moduleId);
        if (StateOf(moduleId, agent) is not var (state, shown))
        {
            return null;
        }

        // Of one that was never told: it is as its agent is, since the module's deployment changed.
        var instance = agent.Instances.GetValueOrDefault(moduleId);
        var wanted = board.DesiredOn(agent, moduleId);
        var desiredRevision = agent.IsCordoned ? 0 : module?.Desired.ShownRevision ?? 0; // It may be withheld from agents still.
        var lastKnown = instance?.LastKnown ?? (agent.IsCordoned ? DisplayState.Cordoned : DisplayState.Stopped);
        return new ModuleInstance(
            moduleId,
            board.Modules.GetValueOrDefault(moduleId)?.Desired.ModuleName ?? "",
            agent.Id,
            agent.NodeName,
            desiredRevision,
            Math.Max(0, instance?.Observed ?? 0),
            wanted.Generation,
            desiredRevision > 0 ? DeploymentTarget.Deployed : DeploymentTarget.Undeployed,
            state,
            instance?.Message ?? "",
            instance?.Attempt ?? 0,
            instance?.UpdateTime ?? module!.Desired.UpdateTime,
            shown,
            shown == DisplayState.Offline ? lastKnown : null);
    }

    /// <summary>A module that is shown on every agent: one that was deployed, and is not deleted.</summary>
    private FleetModule? ModuleOf(string moduleId) =>
        board.Modules.GetValueOrDefault(moduleId) is { Desired.Deleted: false } module ? module : null;

    private static DisplayState ShownOfNeverTold(FleetAgent agent) =>
        DisplayRule.Of(InstanceFacts.NeverTold(agent.IsOnline, agent.IsCordoned), 0);
}
