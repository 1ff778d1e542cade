using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Deployments.Conditions;
using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Deployments.Views;

/// <summary>What callers see of deployments.</summary>
internal sealed class DeploymentViews(FleetState board, DeploymentConditions conditions, LiveState live)
{
    private static readonly ConditionType Validated = new("Validated", 10);

    /// <summary>The deployment of a module; null when it was never deployed, or is gone.</summary>
    public Deployment? Find(string moduleId) => live.Read(() =>
        board.Modules.TryGetValue(moduleId, out var module) && !module.Desired.Deleted ? View(module) : null);

    /// <summary>What answers about these modules, or about all of them, are predicted from.</summary>
    public FleetSnapshot Snapshot(IReadOnlyCollection<string> moduleIds) => live.Read(() => new FleetSnapshot(
        this,
        board.Totals.Copy(),
        moduleIds.Count == 0
            ? board.Modules.ToDictionary(module => module.Key, module => ModuleSnapshot.Of(module.Value), StringComparer.Ordinal)
            : moduleIds.Distinct().ToDictionary(id => id, SnapshotOf, StringComparer.Ordinal)));

    /// <summary>All modules on one agent, by state and by what is shown of them.</summary>
    public AgentCounts CountsOfAgent(string agentId) => live.Read(() =>
        board.Agents.TryGetValue(agentId, out var agent) ? AgentCounts.Of(agent, board) : default);

    /// <summary>All modules on all agents, by what is shown of them.</summary>
    public DisplayCounts CountAll() => live.Read(() => board.Modules.Values.Where(module => !module.Desired.Deleted)
        .Aggregate(default(DisplayCounts), (sum, module) => sum + board.ShownOf(module)));

    /// <summary>Conditions of deployed modules, by type and status.</summary>
    public IReadOnlyDictionary<(string Type, ConditionStatus Status), int> CountConditions() => live.Read(() =>
        board.Deployed.SelectMany(module => View(module).Conditions)
            .GroupBy(condition => (condition.Type, condition.Status))
            .ToDictionary(group => group.Key, group => group.Count()));

    /// <summary>A deployment, from what is given alone.</summary>
    internal Deployment View(
        DesiredModule desired,
        InstanceCounts counts,
        DisplayCounts shown,
        IReadOnlyDictionary<string, Condition> said,
        int legacyAgents,
        DateTimeOffset updateTime)
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
                said,
                (Validated, ValidatedOf(desired)),
                (AgentConvergence.Type, AgentConvergence.Of(desired, phase, shown, updateTime))),
            counts,
            shown,
            FindingsOf(legacyAgents),
            desired.StartTime,
            updateTime);
    }

    private Deployment View(FleetModule module) => View(
        module.Desired, board.CountsOf(module), board.ShownOf(module), module.Conditions, board.Totals.Legacy, module.UpdateTime);

    private ModuleSnapshot SnapshotOf(string moduleId)
    {
        if (board.Modules.TryGetValue(moduleId, out var module))
        {
            return ModuleSnapshot.Of(module);
        }

        // What agents say they run of a module that was never deployed is counted nowhere.
        var said = new InstanceTally();
        foreach (var instance in board.Index.Of(moduleId).Where(instance => instance.Agent.IsOnline))
        {
            said.Add(instance.Facts, 1);
        }

        return ModuleSnapshot.NeverDeployed(said);
    }

    private static Condition ValidatedOf(DesiredModule desired) => new(
        Validated.Name, ConditionStatus.True, "VALID", "The revision passed validation when it was stored.", desired.StartTime);

    private static IReadOnlyList<Finding> FindingsOf(int legacyAgents) => legacyAgents == 0
        ? []
        :
        [
            new Finding(
                FindingSeverity.Info,
                "",
                "LEGACY_AGENTS_LEAK",
                $"{legacyAgents} agents speak the legacy protocol: each module they stop or upgrade leaves a busy loop behind; "
                + "restart their pods now and then."),
        ];
}
