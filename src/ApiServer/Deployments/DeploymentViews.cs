using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Deployments;

/// <summary>What callers see of the board.</summary>
internal sealed class DeploymentViews(ConvergenceBoard board, ConditionBoard conditions, ChangeFeed feed)
{
    private const int Slice = 2048; // Instances that are looked at while the gate is held.
    private static readonly ConditionType Validated = new("Validated", 10);

    /// <summary>The deployment of a module; null when it was never deployed, or is gone.</summary>
    public Deployment? Find(string moduleId)
    {
        lock (feed.Gate)
        {
            return board.Modules.TryGetValue(moduleId, out var module) && !module.Desired.Deleted
                ? View(module.Desired, CountsOf(module), board.ShownOf(module), module.UpdateTime)
                : null;
        }
    }

    /// <summary>The deployment as it will be once this is committed: what the call that asks for it answers.</summary>
    public Deployment Foresee(DesiredModule desired)
    {
        lock (feed.Gate)
        {
            return View(desired, board.Foresee(AsToldLater(desired)), board.ForeseeShown(desired), desired.UpdateTime);
        }
    }

    /// <summary>All modules on one agent, by state and by what is shown of them.</summary>
    public AgentCounts CountsOfAgent(string agentId)
    {
        lock (feed.Gate)
        {
            return board.Agents.TryGetValue(agentId, out var agent) ? AgentCounts.Of(agent, board) : default;
        }
    }

    /// <summary>All modules on all agents, by what is shown of them.</summary>
    public DisplayCounts CountAll()
    {
        lock (feed.Gate)
        {
            return board.Modules.Values.Where(module => !module.Desired.Deleted)
                .Aggregate(default(DisplayCounts), (sum, module) => sum + board.ShownOf(module));
        }
    }

    /// <summary>Conditions of deployed modules, by type and status.</summary>
    public IReadOnlyDictionary<(string Type, ConditionStatus Status), int> CountConditions()
    {
        lock (feed.Gate)
        {
            return board.Deployed
                .SelectMany(module => View(module.Desired, CountsOf(module), board.ShownOf(module), module.UpdateTime).Conditions)
                .GroupBy(condition => (condition.Type, condition.Status))
                .ToDictionary(group => group.Key, group => group.Count());
        }
    }

    /// <summary>One module on one agent; null where there is nothing to say.</summary>
    public ModuleInstance? FindInstance(string moduleId, string agentId)
    {
        lock (feed.Gate)
        {
            return board.Agents.TryGetValue(agentId, out var agent) ? View(moduleId, agent) : null;
        }
    }

    /// <summary>
    /// Instances ordered by module and agent, from after a position on. What they are like is known of each alone, so a list by state goes
    /// through all of them; it does so in slices, and others have their turn in between.
    /// </summary>
    public InstancePage ListInstances(InstanceFilter filter, (string ModuleId, string AgentId)? after, int limit)
    {
        var walk = new InstanceWalk(board, filter);
        if (filter.State is null && filter.Display is null)
        {
            lock (feed.Gate)
            {
                List<ModuleInstance> page = [.. walk.After(after).Take(limit).Select(found => View(found.ModuleId, found.Agent)!)];
                return new InstancePage(page, walk.Count(), walk.Visited);
            }
        }

        var items = new List<ModuleInstance>();
        var total = 0;
        (string, string)? position = null;
        bool isMore;
        do
        {
            lock (feed.Gate)
            {
                var visited = 0;
                foreach (var (moduleId, agent) in walk.After(position))
                {
                    position = (moduleId, agent.Id);
                    if (Matches(filter, moduleId, agent))
                    {
                        total++;
                        if (items.Count < limit && (after is not { } last || IsAfter(moduleId, agent.Id, last)))
                        {
                            items.Add(View(moduleId, agent)!);
                        }
                    }

                    if (++visited == Slice)
                    {
                        break;
                    }
                }

                isMore = visited == Slice;
            }
        }
        while (isMore);

        return new InstancePage(items, total, walk.Visited);
    }

    /// <summary>
    /// While a revision is withheld, agents are counted by whether they run it, not by whether they do what they were told before.
    /// </summary>
    private InstanceCounts CountsOf(ModuleBoard module) =>
        module.Desired.IsWithheld ? board.Foresee(AsToldLater(module.Desired)) : board.CountsOf(module);

    private static DesiredModule AsToldLater(DesiredModule desired) => desired with { AgentsRevision = desired.Revision };

    private bool Matches(InstanceFilter filter, string moduleId, AgentBoard agent) => StateOf(moduleId, agent) is var (state, shown)
        && (filter.State is null || filter.State == state)
        && (filter.Display is null || filter.Display == shown);

    private static bool IsAfter(string moduleId, string agentId, (string ModuleId, string AgentId) position) =>
        string.CompareOrdinal(moduleId, position.ModuleId) is var byModule
            && (byModule > 0 || (byModule == 0 && string.CompareOrdinal(agentId, position.AgentId) > 0));

    /// <summary>How a module is on an agent; null where there is nothing to say.</summary>
    private (InstanceState State, DisplayState Shown)? StateOf(string moduleId, AgentBoard agent) =>
        agent.Instances.TryGetValue(moduleId, out var instance) ? (instance.State, instance.Shown!.Value)
        : ModuleOf(moduleId) is null ? null
        : (InstanceState.Succeeded, ShownOfNeverTold(agent));

    /// <summary>One module on one agent; null where there is nothing to say.</summary>
    private ModuleInstance? View(string moduleId, AgentBoard agent)
    {
        var module = ModuleOf(moduleId);
        if (StateOf(moduleId, agent) is not var (state, shown))
        {
            return null;
        }

        // Of one that was never told: it is as its agent is, since the module's deployment changed.
        var instance = agent.Instances.GetValueOrDefault(moduleId);
        var wanted = board.WantedOn(agent, moduleId);
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
    private ModuleBoard? ModuleOf(string moduleId) =>
        board.Modules.GetValueOrDefault(moduleId) is { Desired.Deleted: false } module ? module : null;

    private static DisplayState ShownOfNeverTold(AgentBoard agent) =>
        DisplayRule.Of(InstanceFacts.NeverTold(agent.IsOnline, agent.IsCordoned), 0);

    private Deployment View(DesiredModule desired, InstanceCounts counts, DisplayCounts shown, DateTimeOffset updateTime)
    {
        var phase = PhaseWatcher.PhaseOf(desired, counts);
        return new Deployment(
            desired.ModuleId,
            desired.Revision,
            desired.Generation,
            desired.Target,
            phase,
            conditions.Of(
                desired,
                (Validated, ValidatedOf(desired)),
                (AgentConvergence.Type, AgentConvergence.Of(desired, phase, shown, updateTime))),
            counts,
            shown,
            Findings(),
            desired.StartTime,
            updateTime);
    }

    private static Condition ValidatedOf(DesiredModule desired) => new(
        Validated.Name, ConditionStatus.True, "VALID", "The revision passed validation when it was stored.", desired.StartTime);

    private IReadOnlyList<Finding> Findings()
    {
        var legacy = board.Totals.Legacy;
        return legacy == 0
            ? []
            :
            [
                new Finding(
                    FindingSeverity.Info,
                    "",
                    "LEGACY_AGENTS_LEAK",
                    $"{legacy} agents speak the legacy protocol: each module they stop or upgrade leaves a busy loop behind; "
                    + $"restart their pods now and then."),
            ];
    }
}
