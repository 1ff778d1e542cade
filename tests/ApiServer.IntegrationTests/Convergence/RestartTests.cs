using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Convergence;

/// <summary>What agents are told after the server was killed in the middle of things.</summary>
public sealed class RestartTests() : ConvergenceTest("--Deployments:RetryMin=00:00:00.2")
{
    [Test]
    public async Task Start_KilledWithAnOrderInFlight_TheSameGenerationIsSentAgain()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        var before = await agent.OrderAsync(ModuleAction.Deploy, module.Id);
        await agent.AnswerAsync(before, InstanceState.InProgress);
        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.InProgress);
        await Server.RestartAsync();
        var away = await Plane.InstanceAsync(module.Id, agent.Id);

        var back = await AgentAsync(agent.Id, agent.Node);
        var after = await back.ObeyAsync(ModuleAction.Deploy, module.Id);

        // Nothing of it was answered, so nothing of it was stored: the agent is known, and has yet to be told.
        Assert.That(away is null or { State: InstanceState.Pending }, Is.True, away?.ToString());
        Assert.That(after.Generation, Is.EqualTo(before.Generation));
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
    }

    [Test]
    public async Task Start_KilledAfterSuccess_AgentThatStillRunsItIsNotSentIt()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        var order = await agent.ObeyAsync(ModuleAction.Deploy, module.Id);
        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded);
        await Server.RestartAsync();

        var back = await AgentAsync(agent.Id, agent.Node, (module.Id, 1));
        await NothingElseComesAsync(back);
        await back.FailAsync(order, "trap after the restart");

        await Plane.InstanceAsync(module.Id, back.Id, InstanceState.Failed, instance => instance.Message == "trap after the restart");
    }

    [Test]
    public async Task Start_KilledWhileItFails_TextAndAttemptsAreKept()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        await agent.FailAsync(await agent.OrderAsync(ModuleAction.Deploy, module.Id), "first");
        await agent.FailAsync(await agent.OrderAsync(ModuleAction.Deploy, module.Id), "second");
        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Failed, instance => instance.Message == "second");
        await Server.RestartAsync();
        var kept = await Plane.InstanceAsync(module.Id, agent.Id);

        var back = await AgentAsync(agent.Id, agent.Node);
        await back.FailAsync(await back.OrderAsync(ModuleAction.Deploy, module.Id), "third");

        Assert.That((kept!.State, kept.Message, kept.Attempt), Is.EqualTo((InstanceState.Failed, "second", 2)));
        await Plane.InstanceAsync(module.Id, back.Id, InstanceState.Failed, instance => instance is { Message: "third", Attempt: 3 });
        await back.ObeyAsync(ModuleAction.Deploy, module.Id);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
    }

    [Test]
    public async Task Start_DeployedUndeployedAndDeletedBeforeTheKill_ComeBackAsTheyWere()
    {
        var deployed = await Plane.RunAsync();
        await Plane.ReviseAsync(deployed.Id);
        await Plane.DeployAsync(deployed.Id);
        var rolledBack = await Plane.DeployAsync(deployed.Id, revision: 1);
        var undeployed = await Plane.RunAsync();
        await Plane.UndeployAsync(undeployed.Id);
        var deleted = await Plane.RunAsync();
        await Plane.UndeployAsync(deleted.Id);
        await Plane.DeleteAsync(deleted.Id);
        await Server.RestartAsync();

        var agent = await AgentAsync(running: [(deployed.Id, 2), (undeployed.Id, 1), (deleted.Id, 1)]);
        var stops = new[] { await StoppedAsync(agent), await StoppedAsync(agent) };
        var order = await agent.ObeyAsync(ModuleAction.Deploy, deployed.Id, 1);

        Assert.That(stops, Is.EquivalentTo(new[] { undeployed.Id, deleted.Id }));
        Assert.That(order.Generation, Is.EqualTo(rolledBack.Generation));
        await NothingElseComesAsync(agent);
    }

    [Test]
    public async Task Connect_UnknownModuleOnAServerThatNeverDeployed_IsStoppedOnce()
    {
        // A regression: with no generation given yet the stop carried generation 0, whose answer was ignored.
        await using var server = await ServerProcess.StartAsync();
        var unknown = Guid.NewGuid().ToString();
        var agent = Track(await ScriptedAgent.ConnectAsync(server, running: (unknown, 3)));

        var stop = await agent.ObeyAsync(ModuleAction.Undeploy, unknown);
        var module = await new ControlPlane(server.Channel).RunAsync();
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id);

        Assert.That(stop.Generation, Is.Positive);
    }

    private static async Task<string> StoppedAsync(ScriptedAgent agent)
    {
        var order = await agent.OrderAsync();
        Assert.That(order.Action, Is.EqualTo(ModuleAction.Undeploy));
        await agent.SucceedAsync(order);
        return order.ModuleId;
    }
}
