using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Convergence;

/// <summary>A cordoned agent is desired to run nothing.</summary>
public sealed class CordonTests() : ConvergenceTest("--Deployments:PoisonLosses=1000")
{
    [Test]
    public async Task UpdateAgent_Cordoned_EverythingIsStoppedThereOnly()
    {
        var modules = new[] { await Plane.RunAsync(), await Plane.RunAsync() };
        var agent = await RunningAsync(modules);
        var other = await RunningAsync(modules);

        var cordoned = await Plane.CordonAsync(agent.Id, true);
        var stops = new List<ModuleUpdate>();
        foreach (var _ in modules)
        {
            stops.Add(await agent.OrderAsync());
            await agent.SucceedAsync(stops[^1]);
        }

        Assert.That(cordoned.Cordoned, Is.True);
        Assert.That(stops.Select(stop => stop.Action), Is.All.EqualTo(ModuleAction.Undeploy));
        Assert.That(stops.Select(stop => stop.ModuleId), Is.EquivalentTo(modules.Select(module => module.Id)));
        foreach (var module in modules)
        {
            var instance = await Plane.InstanceAsync(
                module.Id, agent.Id, InstanceState.Succeeded, instance => instance.ObservedRevision == 0);
            Assert.That((instance.Target, instance.DesiredRevision), Is.EqualTo((DeploymentTarget.Undeployed, 0)));
            await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        }

        await NothingElseComesAsync(other);
        Assert.That(agent.Waiting, Is.Zero, "a cordoned agent is not given what is deployed later");
    }

    [Test]
    public async Task UpdateAgent_Cordoned_TheAnswerAndARepeatOfItCountAsAnybodySees()
    {
        await Plane.UndeployAllAsync();
        var module = await Plane.RunAsync();
        var agent = await RunningAsync(module);
        var request = new UpdateAgentRequest
        {
            Agent = new Agent { Id = agent.Id, Cordoned = true },
            UpdateMask = new FieldMask { Paths = { "cordoned" } },
            RequestId = Guid.NewGuid().ToString(),
        };

        var first = (await Plane.Agents.UpdateAgentAsync(request, ControlPlane.Options)).Agent;
        var repeat = (await Plane.Agents.UpdateAgentAsync(request, ControlPlane.Options)).Agent;

        foreach (var told in new[] { first, repeat })
        {
            Assert.That((told.Cordoned, told.DisplayCounts.Running), Is.EqualTo((true, 0)));
            Assert.That(told.DisplayCounts, Is.EqualTo((await Plane.AgentAsync(agent.Id)).DisplayCounts));
        }
    }

    [Test]
    public async Task UpdateAgent_Uncordoned_ConvergesAgain()
    {
        var module = await Plane.RunAsync();
        var agent = await RunningAsync(module);
        await Plane.CordonAsync(agent.Id, true);
        var stop = await agent.ObeyAsync(ModuleAction.Undeploy, module.Id);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);

        await Plane.CordonAsync(agent.Id, false);
        var start = await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 1);

        Assert.That(start.Generation, Is.GreaterThan(stop.Generation));
        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded, instance => instance.ObservedRevision == 1);
        await NothingElseComesAsync(agent);
    }

    [Test]
    public async Task Connect_NewIdOnACordonedNode_IsCordonedToo()
    {
        var module = await Plane.RunAsync();
        var agent = await RunningAsync(module);
        await Plane.CordonAsync(agent.Id, true);
        await agent.ObeyAsync(ModuleAction.Undeploy, module.Id);
        await VanishAsync(agent);

        var restarted = await AgentAsync(node: agent.Node);
        var known = await Plane.AgentAsync(restarted.Id);
        var other = await AgentAsync();
        await other.ObeyAsync(ModuleAction.Deploy, module.Id);

        Assert.That(known.Cordoned, Is.True);
        Assert.That(restarted.Waiting, Is.Zero);
        await Plane.CordonAsync(restarted.Id, false);
        await restarted.ObeyAsync(ModuleAction.Deploy, module.Id);
    }

    [Test]
    public async Task Connect_OldIdOnANodeCordonedSince_IsCordonedToo()
    {
        // A pod that hung and comes back must not run what was stopped on its node meanwhile.
        var module = await Plane.RunAsync();
        var old = await RunningAsync(module);
        await VanishAsync(old);
        var current = await AgentAsync(node: old.Node);
        await current.ObeyAsync(ModuleAction.Deploy, module.Id);
        await Plane.CordonAsync(current.Id, true);
        await current.ObeyAsync(ModuleAction.Undeploy, module.Id);

        var back = await AgentAsync(old.Id, old.Node, (module.Id, 1));

        await back.ObeyAsync(ModuleAction.Undeploy, module.Id);
        Assert.That((await Plane.AgentAsync(back.Id)).Cordoned, Is.True);
    }

    [Test]
    public async Task Connect_CordonedWhileAwayAndServerKilled_IsToldToStop()
    {
        var module = await Plane.RunAsync();
        var agent = await RunningAsync(module);
        await VanishAsync(agent);
        await Plane.CordonAsync(agent.Id, true);
        await Server.RestartAsync();

        var back = await AgentAsync(agent.Id, agent.Node, (module.Id, 1));

        await back.ObeyAsync(ModuleAction.Undeploy, module.Id);
        await Plane.CordonAsync(back.Id, false);
        await back.ObeyAsync(ModuleAction.Deploy, module.Id);
        await NothingElseComesAsync(back);
    }

    [Test]
    public async Task UpdateAgent_CordonedWithAnOrderInFlight_TheAnswerIsNotMistaken()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        var deploy = await agent.OrderAsync(ModuleAction.Deploy, module.Id);

        await Plane.CordonAsync(agent.Id, true);
        await agent.SucceedAsync(deploy);
        var stop = await agent.OrderAsync(ModuleAction.Undeploy, module.Id);
        await agent.SucceedAsync(deploy); // Again, and about what is over.
        var between = await Plane.InstanceAsync(module.Id, agent.Id);
        await agent.SucceedAsync(stop);

        Assert.That(between!.State, Is.EqualTo(InstanceState.Pending));
        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded, instance => instance.ObservedRevision == 0);
        await Plane.CordonAsync(agent.Id, false);
        var start = await agent.OrderAsync(ModuleAction.Deploy, module.Id);
        await agent.SucceedAsync(stop);
        await agent.SucceedAsync(deploy);
        await agent.AnswerAsync(start, InstanceState.InProgress);
        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.InProgress);
        await agent.SucceedAsync(start);
        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded, instance => instance.ObservedRevision == 1);
    }

    [Test]
    public async Task UpdateAgent_CordonedTwice_KeepsItsGeneration()
    {
        var module = await Plane.RunAsync();
        var agent = await RunningAsync(module);
        await Plane.CordonAsync(agent.Id, true);
        var stop = await agent.ObeyAsync(ModuleAction.Undeploy, module.Id);
        await Plane.CordonAsync(agent.Id, true);

        Assert.That((await Plane.InstanceAsync(module.Id, agent.Id))!.Generation, Is.EqualTo(stop.Generation));
    }

    private async Task<ScriptedAgent> RunningAsync(params Module[] modules)
    {
        var agent = await AgentAsync();
        foreach (var module in modules)
        {
            await agent.ObeyAsync(ModuleAction.Deploy, module.Id);
        }

        foreach (var module in modules)
        {
            await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded);
        }

        return agent;
    }
}
