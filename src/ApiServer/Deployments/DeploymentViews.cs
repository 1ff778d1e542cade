using System.Globalization;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Deployments;

/// <summary>What callers see of the board.</summary>
internal sealed class DeploymentViews(ConvergenceBoard board, ConditionBoard conditions, ChangeFeed feed)
{
    /// <summary>The deployment of a module; null when it was never deployed, or is gone.</summary>
    public Deployment? Find(string moduleId)
    {
        lock (feed.Gate)
        {
            return board.Modules.TryGetValue(moduleId, out var module) && !module.Desired.Deleted
                ? View(module.Desired, CountsOf(module), module.UpdateTime)
                : null;
        }
    }

    /// <summary>The deployment as it will be once this is committed: what the call that asks for it answers.</summary>
    public Deployment Foresee(DesiredModule desired)
    {
        lock (feed.Gate)
        {
            return View(desired, board.Foresee(AsToldLater(desired)), desired.UpdateTime);
        }
    }

    /// <summary>Agents by state of what they run, for one agent over all modules.</summary>
    public InstanceCounts CountsOfAgent(string agentId)
    {
        lock (feed.Gate)
        {
            if (!board.Agents.TryGetValue(agentId, out var agent))
            {
                return default;
            }

            var states = agent.Instances.Values.ToLookup(instance => instance.State);
            return agent.IsOnline
                ? new InstanceCounts(
                    states[InstanceState.Pending].Count(), states[InstanceState.InProgress].Count(), states[InstanceState.Succeeded].Count(),
                    states[InstanceState.Failed].Count(), states[InstanceState.Held].Count(), 0)
                : new InstanceCounts(0, 0, 0, 0, 0, agent.Instances.Count);
        }
    }

    /// <summary>Deployed modules on online agents, by state.</summary>
    public IReadOnlyDictionary<InstanceState, int> CountAllStates()
    {
        lock (feed.Gate)
        {
            return Enum.GetValues<InstanceState>().ToDictionary(
                state => state, state => board.Modules.Values.Where(module => !module.Desired.Deleted).Sum(module => module.Count(state)));
        }
    }

    /// <summary>Conditions of deployed modules, by type and status.</summary>
    public IReadOnlyDictionary<(string Type, ConditionStatus Status), int> CountConditions()
    {
        lock (feed.Gate)
        {
            return board.Deployed
                .SelectMany(module => View(module.Desired, CountsOf(module), module.UpdateTime).Conditions)
                .GroupBy(condition => (condition.Type, condition.Status))
                .ToDictionary(group => group.Key, group => group.Count());
        }
    }

    /// <summary>One module on one agent; null where there is nothing to say.</summary>
    public ModuleInstance? FindInstance(string moduleId, string agentId)
    {
        lock (feed.Gate)
        {
            return board.Agents.TryGetValue(agentId, out var agent) && agent.Instances.TryGetValue(moduleId, out var instance) ? View(instance) : null;
        }
    }

    /// <summary>Instances ordered by module and agent, from after a position on; filters are optional (empty, null).</summary>
    public (IReadOnlyList<ModuleInstance> Items, int Total) ListInstances(
        string moduleId, string agentId, InstanceState? state, (string ModuleId, string AgentId)? after, int limit)
    {
        lock (feed.Gate)
        {
            var items = new List<ModuleInstance>(Math.Min(limit, 64));
            var total = 0;
            foreach (var module in moduleId.Length > 0 ? [moduleId] : ModulesWithInstances())
            {
                foreach (var agent in board.Agents.Values)
                {
                    if ((agentId.Length > 0 && agent.Id != agentId)
                        || !agent.Instances.TryGetValue(module, out var instance)
                        || (state is not null && instance.State != state))
                    {
                        continue;
                    }

                    total++;
                    if (items.Count < limit && (after is not { } position || IsAfter(module, agent.Id, position)))
                    {
                        items.Add(View(instance));
                    }
                }
            }

            return (items, total);
        }
    }

    /// <summary>While a revision is withheld, agents are counted by whether they run it, not by whether they do what they were told before.</summary>
    private InstanceCounts CountsOf(ModuleBoard module) =>
        module.Desired.IsWithheld ? board.Foresee(AsToldLater(module.Desired)) : board.CountsOf(module);

    private static DesiredModule AsToldLater(DesiredModule desired) => desired with { AgentsRevision = desired.Revision };

    /// <summary>In order. Agents may say that they run what was never deployed, or is gone.</summary>
    private SortedSet<string> ModulesWithInstances() =>
        new(board.Agents.Values.SelectMany(agent => agent.Instances.Keys).Distinct(), StringComparer.Ordinal);

    private static bool IsAfter(string moduleId, string agentId, (string ModuleId, string AgentId) position) =>
        string.CompareOrdinal(moduleId, position.ModuleId) is var byModule && (byModule > 0 || (byModule == 0 && string.CompareOrdinal(agentId, position.AgentId) > 0));

    private ModuleInstance View(Instance instance)
    {
        var wanted = board.WantedOn(instance.Agent, instance.ModuleId);
        var name = board.Modules.TryGetValue(instance.ModuleId, out var module) ? module.Desired.ModuleName : "";
        return new ModuleInstance(
            instance.ModuleId,
            name,
            instance.Agent.Id,
            instance.Agent.NodeName,
            wanted.Revision,
            Math.Max(0, instance.Observed),
            wanted.Generation,
            wanted.Revision > 0 ? DeploymentTarget.Deployed : DeploymentTarget.Undeployed,
            instance.State,
            instance.Message,
            instance.Attempt,
            instance.UpdateTime);
    }

    private Deployment View(DesiredModule desired, InstanceCounts counts, DateTimeOffset updateTime)
    {
        var phase = PhaseWatcher.PhaseOf(desired, counts);
        return new Deployment(
            desired.ModuleId,
            desired.Revision,
            desired.Generation,
            desired.Target,
            phase,
            [
                new Condition(Condition.Validated, ConditionStatus.True, "VALID", "The revision passed validation when it was stored.", desired.StartTime),
                conditions.Of(desired, Condition.TableReady, "No observability database is configured."),
                Converged(phase, counts, updateTime),
                conditions.Of(desired, Condition.DashboardReady, "No Grafana is configured."),
                conditions.Of(desired, Condition.DataFlowing, "No observability database is configured."),
            ],
            counts,
            Findings(),
            desired.StartTime,
            updateTime);
    }

    private static Condition Converged(DeploymentPhase phase, InstanceCounts counts, DateTimeOffset time) => phase switch
    {
        DeploymentPhase.Succeeded => new(Condition.AgentsConverged, ConditionStatus.True, "CONVERGED", Describe(counts), time),
        DeploymentPhase.Degraded => new(Condition.AgentsConverged, ConditionStatus.False, counts.Held > 0 ? "HELD" : "FAILED", Describe(counts), time),
        _ => new(Condition.AgentsConverged, ConditionStatus.Unknown, "IN_PROGRESS", Describe(counts), time),
    };

    private static string Describe(InstanceCounts counts) => string.Create(
        CultureInfo.InvariantCulture,
        $"{counts.Succeeded} of {counts.Total - counts.Offline} online agents are as wanted; {counts.Failed} failed, {counts.Held} held back, {counts.Offline} offline.");

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
                    $"{legacy} agents speak the legacy protocol: each module they stop or upgrade leaves a busy loop behind; restart their pods now and then."),
            ];
    }
}
