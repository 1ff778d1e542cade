using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Convergence;

/// <summary>What the server forgets, and what it must not forget yet.</summary>
public sealed class ForgettingTests() : ConvergenceTest("--Agents:ForgetAfter=00:00:01")
{
    /// <summary>Tombstones are looked at every ten seconds.</summary>
    private static readonly TimeSpan Cleanup = TimeSpan.FromSeconds(25);

    [Test]
    public async Task ForgetAfter_Terminated_LeavesTheListAndItsSuccessorStays()
    {
        var old = await AgentAsync();
        await VanishAsync(old);
        var successor = await AgentAsync(node: old.Node);
        var terminated = await Plane.AgentAsync(old.Id, AgentState.Terminated);
        var until = terminated.LastSeenTime.ToDateTimeOffset() + TimeSpan.FromSeconds(1);
        await Eventually.TrueAsync(() => DateTimeOffset.UtcNow > until, "the agent may be forgotten");

        // It is looked for at start and then once a minute.
        await Server.RestartAsync();

        await Eventually.TrueAsync(async () => !(await ListedAsync()).Contains(old.Id), "the agent is forgotten");
        Assert.That(await ListedAsync(), Does.Contain(successor.Id));
        Assert.That(StoreRows.Read(Server, "SELECT id FROM agent WHERE id = $value", old.Id), Is.Empty);
    }

    [Test]
    public async Task DeleteModule_WithItsDataWhileAnAgentIsAway_TombstoneStaysUntilTheAgentHasStopped()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        await VanishAsync(agent);
        await DeleteAsync(module.Id);
        var other = await Plane.RunAsync();
        await DeleteAsync(other.Id);

        // Once the tombstone that nobody needs is gone, the one that somebody needs was looked at, too.
        await Eventually.TrueAsync(() => Tombstones(other.Id).Count == 0, "the tombstone of what ran nowhere goes", Cleanup);
        var kept = Tombstones(module.Id).Single();
        var back = await AgentAsync(agent.Id, agent.Node, (module.Id, 1));
        var stop = await back.ObeyAsync(ModuleAction.Undeploy, module.Id);
        await Eventually.TrueAsync(() => Tombstones(module.Id).Count == 0, "the tombstone goes once the agent has stopped", Cleanup);

        Assert.That((kept["deleted"], kept["drop_data"]), Is.EqualTo((1L, 1L)));
        Assert.That(stop.Generation, Is.EqualTo(kept["generation"]));
        Assert.That(StoreRows.Read(Server, "SELECT 1 FROM module_instance WHERE module_id = $value", module.Id), Is.Empty);
        await NothingElseComesAsync(back);
    }

    private async Task DeleteAsync(string moduleId)
    {
        await Plane.UndeployAsync(moduleId);
        await Plane.Modules.DeleteModuleAsync(new DeleteModuleRequest { ModuleId = moduleId, DropData = true }, ControlPlane.Options);
    }

    private IReadOnlyList<Dictionary<string, object>> Tombstones(string moduleId) =>
        StoreRows.Read(Server, "SELECT deleted, drop_data, generation FROM deployment WHERE module_id = $value", moduleId);

    private async Task<IReadOnlyList<string>> ListedAsync() =>
        [.. (await Plane.Agents.ListAgentsAsync(new ListAgentsRequest(), ControlPlane.Options)).Agents.Select(agent => agent.Id)];
}
