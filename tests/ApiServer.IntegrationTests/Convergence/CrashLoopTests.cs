using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Convergence;

/// <summary>A module that kills its agent is not given to that node again and again.</summary>
public sealed class CrashLoopTests() : ConvergenceTest("--Deployments:PoisonWindow=00:00:30", "--Deployments:PoisonLosses=2")
{
    [Test]
    public async Task Connect_AgentLostTwiceAfterTheSameGeneration_IsHeld()
    {
        var (module, node) = await PoisonAsync();

        var third = await AgentAsync(node: node);
        var held = await Plane.InstanceAsync(module.Id, third.Id, InstanceState.Held);
        await NothingElseComesAsync(third);
        var deployment = await Plane.DeploymentAsync(module.Id);

        Assert.That(held.Message, Does.Contain("lost 2 times"));
        Assert.That(deployment.Phase, Is.EqualTo(DeploymentPhase.Degraded));
        Assert.That(deployment.Counts.Held, Is.EqualTo(1));
        Assert.That(deployment.Conditions.Single(condition => condition.Type == "AgentsConverged").Reason, Is.EqualTo("HELD"));
    }

    [Test]
    public async Task Connect_HeldOnOneNode_OthersAreNotAffected()
    {
        var (module, node) = await PoisonAsync();

        var elsewhere = await AgentAsync();
        await elsewhere.ObeyAsync(ModuleAction.Deploy, module.Id);
        var third = await AgentAsync(node: node);

        await Plane.InstanceAsync(module.Id, third.Id, InstanceState.Held);
        await Plane.InstanceAsync(module.Id, elsewhere.Id, InstanceState.Succeeded);
    }

    [Test]
    public async Task DeployModule_Held_IsSentAgain()
    {
        var (module, node) = await PoisonAsync();
        var third = await AgentAsync(node: node);
        await Plane.InstanceAsync(module.Id, third.Id, InstanceState.Held);

        var again = await Plane.DeployAsync(module.Id);
        var order = await third.ObeyAsync(ModuleAction.Deploy, module.Id);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);

        Assert.That(order.Generation, Is.EqualTo(again.Generation));
    }

    [Test]
    public async Task Start_HeldBeforeTheServerWasKilled_IsStillHeld()
    {
        var (module, node) = await PoisonAsync();
        await Server.RestartAsync();

        var third = await AgentAsync(node: node);
        var held = await Plane.InstanceAsync(module.Id, third.Id, InstanceState.Held);
        await NothingElseComesAsync(third);

        Assert.That(held.Message, Does.Contain("lost 2 times"));
    }

    [Test]
    public async Task Connect_LostOnceOnEachOfTwoGenerations_IsNotHeld()
    {
        var module = await Plane.RunAsync();
        var first = await AgentAsync();
        await first.OrderAsync(ModuleAction.Deploy, module.Id);
        await VanishAsync(first);
        await Plane.DeployAsync(module.Id);
        var second = await AgentAsync(node: first.Node);
        await second.OrderAsync(ModuleAction.Deploy, module.Id);
        await VanishAsync(second);

        var third = await AgentAsync(node: first.Node);

        await third.ObeyAsync(ModuleAction.Deploy, module.Id);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
    }

    [Test]
    public async Task Connect_LostTwiceAfterSucceeding_IsHeld()
    {
        // It loads, and kills the agent with its first events.
        var module = await Plane.RunAsync();
        var node = "node-" + Guid.NewGuid();
        for (var loss = 0; loss < 2; loss++)
        {
            var agent = await AgentAsync(node: node);
            await agent.ObeyAsync(ModuleAction.Deploy, module.Id);
            await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded);
            await VanishAsync(agent);
        }

        var third = await AgentAsync(node: node);

        await Plane.InstanceAsync(module.Id, third.Id, InstanceState.Held);
    }

    [Test]
    public async Task DeployModule_AfterOneLoss_CountsFromTheBeginning()
    {
        var module = await Plane.RunAsync();
        var node = "node-" + Guid.NewGuid();
        var first = await AgentAsync(node: node);
        await first.OrderAsync(ModuleAction.Deploy, module.Id);
        await VanishAsync(first);
        await Plane.DeployAsync(module.Id);
        await Server.RestartAsync();

        var second = await AgentAsync(node: node);
        await second.OrderAsync(ModuleAction.Deploy, module.Id);
        await VanishAsync(second);
        var third = await AgentAsync(node: node);

        await third.ObeyAsync(ModuleAction.Deploy, module.Id);
    }

    [Test]
    public async Task Connect_LeftInOrderTwice_IsNotHeld()
    {
        var module = await Plane.RunAsync();
        var node = "node-" + Guid.NewGuid();
        for (var restart = 0; restart < 2; restart++)
        {
            var agent = await AgentAsync(node: node);
            await agent.ObeyAsync(ModuleAction.Deploy, module.Id);
            await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded);
            await agent.LeaveAsync();
            Assert.That(await agent.EndAsync(), Is.Null);
        }

        var third = await AgentAsync(node: node);

        await third.ObeyAsync(ModuleAction.Deploy, module.Id);
    }

    [Test]
    public async Task Connect_LegacyAgentLostTwice_IsHeld()
    {
        var module = await Plane.RunAsync();
        var node = "old-" + Guid.NewGuid();
        for (var loss = 0; loss < 2; loss++)
        {
            var agent = await LegacyAgentAsync(node: node);
            await agent.DeployAsync(module.Id);
            await VanishAsync(agent);
        }

        var third = await LegacyAgentAsync(node: node);

        await Plane.InstanceAsync(module.Id, third.Id, InstanceState.Held);
        await NothingElseComesAsync(third);
    }

    [Test]
    public async Task UpdateAgent_CordonedAndUncordonedWhileHeld_StaysHeldUntilADeploy()
    {
        // A regression: the generation of the cordon was taken for that of a deploy, and the node's agent was killed once more.
        var (module, node) = await PoisonAsync();
        var third = await AgentAsync(node: node);
        await Plane.InstanceAsync(module.Id, third.Id, InstanceState.Held);
        await Plane.CordonAsync(third.Id, true);
        await Plane.InstanceAsync(module.Id, third.Id, InstanceState.Succeeded);

        await Plane.CordonAsync(third.Id, false);
        await Plane.InstanceAsync(module.Id, third.Id, InstanceState.Held);
        await NothingElseComesAsync(third);
        await Plane.DeployAsync(module.Id);

        await third.ObeyAsync(ModuleAction.Deploy, module.Id);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
    }

    [Test]
    public async Task UndeployModule_Held_SettlesWithoutAnOrder()
    {
        var (module, node) = await PoisonAsync();
        var third = await AgentAsync(node: node);
        await Plane.InstanceAsync(module.Id, third.Id, InstanceState.Held);

        await Plane.UndeployAsync(module.Id);

        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        await NothingElseComesAsync(third);
    }

    /// <summary>Deploys a module that kills two agents of one node, each a process of its own.</summary>
    private async Task<(Module Module, string Node)> PoisonAsync()
    {
        var module = await Plane.RunAsync();
        var node = "node-" + Guid.NewGuid();
        long generation = 0;
        for (var loss = 0; loss < 2; loss++)
        {
            var agent = await AgentAsync(node: node);
            var order = await agent.OrderAsync(ModuleAction.Deploy, module.Id);
            Assert.That(generation == 0 || order.Generation == generation, Is.True, "the same generation is tried again");
            generation = order.Generation;
            await VanishAsync(agent);
        }

        return (module, node);
    }
}
