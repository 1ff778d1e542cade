using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.State;

namespace Tricorder.ApiServer.Deployments.Views;

/// <summary>
/// What deployments were like when a call came. The unit that carries the call out predicts its answer from it and from its own data: live
/// state, which goes on meanwhile, is not looked at there.
/// </summary>
internal sealed class FleetSnapshot(DeploymentViews views, AgentTotals agents, IReadOnlyDictionary<string, ModuleSnapshot> modules)
{
    /// <summary>The deployment as it will be once this is stored and nobody has been told of it yet.</summary>
    public Deployment Predict(DesiredModule desired)
    {
        var module = modules.GetValueOrDefault(desired.ModuleId) ?? ModuleSnapshot.Unknown;
        return views.View(
            desired,
            module.Tally.Predict(desired.ToldLater.RevisionForAgents, agents),
            module.Tally.Show(agents, desired, isNew: desired.AgentsGeneration != module.AgentsGeneration),
            module.Conditions,
            agents.Legacy,
            desired.UpdateTime);
    }
}

/// <summary>One module in a <see cref="FleetSnapshot"/>.</summary>
/// <param name="AgentsGeneration">What agents should know of it then; 0 = it was never deployed.</param>
internal sealed record ModuleSnapshot(InstanceTally Tally, long AgentsGeneration, IReadOnlyDictionary<string, Condition> Conditions)
{
    private static readonly IReadOnlyDictionary<string, Condition> NoConditions = new Dictionary<string, Condition>();

    /// <summary>No agent says anything of it.</summary>
    public static ModuleSnapshot Unknown { get; } = NeverDeployed(new InstanceTally());

    public static ModuleSnapshot NeverDeployed(InstanceTally said) => new(said, 0, NoConditions);

    public static ModuleSnapshot Of(FleetModule module) =>
        new(module.Tally.Copy(), module.Desired.AgentsGeneration, new Dictionary<string, Condition>(module.Conditions));
}
