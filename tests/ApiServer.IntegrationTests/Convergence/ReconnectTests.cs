using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Convergence;

/// <summary>Agents that come back, or come back as somebody else.</summary>
public sealed class ReconnectTests() : ConvergenceTest("--Deployments:PoisonLosses=1000")
{
    [Test]
    public async Task Connect_ModuleDeletedWhileAway_IsToldToStop()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        await VanishAsync(agent);
        await Plane.UndeployAsync(module.Id);
        await Plane.DeleteAsync(module.Id);

        var back = await AgentAsync(agent.Id, agent.Node, (module.Id, 1));

        await back.ObeyAsync(ModuleAction.Undeploy, module.Id);
        await NothingElseComesAsync(back);
    }

    [Test]
    public async Task Connect_SaysItRunsADeletedModule_IsToldToStop()
    {
        var module = await Plane.CreateAsync();
        await Plane.DeleteAsync(module.Id);

        var agent = await AgentAsync(running: (module.Id, 1));

        await agent.ObeyAsync(ModuleAction.Undeploy, module.Id);
        await NothingElseComesAsync(agent);
    }

    [Test]
    public async Task Connect_SaysItRunsAnUnknownModule_IsToldToStop()
    {
        var unknown = Guid.NewGuid().ToString();

        var agent = await AgentAsync(running: (unknown, 7));

        await agent.ObeyAsync(ModuleAction.Undeploy, unknown);
        await NothingElseComesAsync(agent);
    }

    [Test]
    public async Task Connect_UnknownModulesWhileOthersAreDeployed_AllAreStopped()
    {
        // A regression: a deploy of another module while the first stop was in flight made the other stop order forgotten.
        var unknown = new[] { Guid.NewGuid().ToString(), Guid.NewGuid().ToString() };
        var agent = await AgentAsync(running: unknown.Select(id => (id, 1)));
        var first = await agent.OrderAsync();

        var module = await Plane.RunAsync();
        await agent.SucceedAsync(first);
        var second = await agent.OrderAsync();
        await agent.SucceedAsync(second);

        Assert.That(new[] { first.ModuleId, second.ModuleId }, Is.EquivalentTo(unknown));
        Assert.That(second.Action, Is.EqualTo(ModuleAction.Undeploy));
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id);
        await NothingElseComesAsync(agent);
    }

    [Test]
    public async Task Connect_UndeployedModuleRuns_IsToldToStop()
    {
        var module = await Plane.RunAsync();
        await Plane.UndeployAsync(module.Id);

        var agent = await AgentAsync(running: (module.Id, 1));

        await agent.ObeyAsync(ModuleAction.Undeploy, module.Id);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        await NothingElseComesAsync(agent);
    }

    [Test]
    public async Task Connect_NewIdOnTheSameNode_OldOneLeavesTheTotals()
    {
        var agent = await AgentAsync();
        var module = await Plane.RunAsync();
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id);
        var before = await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        await VanishAsync(agent);

        var restarted = await AgentAsync(node: agent.Node);
        await restarted.ObeyAsync(ModuleAction.Deploy, module.Id);

        var after = await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        Assert.That((await Plane.AgentAsync(agent.Id)).State, Is.EqualTo(AgentState.Terminated));
        Assert.That(after.Counts, Is.EqualTo(before.Counts));
        Assert.That(await Plane.InstanceAsync(module.Id, agent.Id), Is.Null);
    }

    [Test]
    public async Task Connect_NewIdWhileTheOldStreamStillStands_OldOneIsTerminatedAtItsEnd()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id);

        var restarted = await AgentAsync(node: agent.Node);
        await restarted.ObeyAsync(ModuleAction.Deploy, module.Id);
        await VanishAsync(agent);

        await Plane.AgentAsync(agent.Id, AgentState.Terminated);
        Assert.That((await Plane.AgentAsync(restarted.Id)).State, Is.EqualTo(AgentState.Online));
        await NothingElseComesAsync(restarted);
    }

    [Test]
    public async Task Connect_SameIdRunsTheRightRevision_IsNotSentAgain()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        await VanishAsync(agent);

        var back = await AgentAsync(agent.Id, agent.Node, (module.Id, 1));

        await NothingElseComesAsync(back);
        Assert.That((await Plane.InstanceAsync(module.Id, back.Id))!.State, Is.EqualTo(InstanceState.Succeeded));
    }

    [Test]
    public async Task Connect_SameIdRunsNothing_IsSentAgain()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        await VanishAsync(agent);

        var back = await AgentAsync(agent.Id, agent.Node);

        await back.ObeyAsync(ModuleAction.Deploy, module.Id, 1);
        await Plane.InstanceAsync(module.Id, back.Id, InstanceState.Succeeded);
    }

    [Test]
    public async Task Connect_SameIdRunsAnOlderRevision_GetsTheNewest()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 1);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        await VanishAsync(agent);
        await Plane.ReviseAsync(module.Id);
        await Plane.DeployAsync(module.Id);

        var back = await AgentAsync(agent.Id, agent.Node, (module.Id, 1));
        var atHello = await Plane.InstanceAsync(module.Id, back.Id);
        await back.ObeyAsync(ModuleAction.Deploy, module.Id, 2);

        Assert.That(atHello!.ObservedRevision, Is.EqualTo(1));
        await NothingElseComesAsync(back);
    }

    [Test]
    public async Task Connect_AnswerWasCutOffButItRuns_CountsAndMayFailLater()
    {
        // A regression: what such an agent said later of the generation it had been given was ignored.
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        var order = await agent.OrderAsync(ModuleAction.Deploy, module.Id);
        await VanishAsync(agent);

        var back = await AgentAsync(agent.Id, agent.Node, (module.Id, 1));
        await Plane.InstanceAsync(module.Id, back.Id, InstanceState.Succeeded);
        await back.FailAsync(order, "trap: unreachable");

        await Plane.InstanceAsync(module.Id, back.Id, InstanceState.Failed, instance => instance.Message == "trap: unreachable");
        await back.ObeyAsync(ModuleAction.Deploy, module.Id, 1);
    }

    [Test]
    public async Task Disconnect_InProgress_IsPendingUntilItComesBack()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        var order = await agent.OrderAsync(ModuleAction.Deploy, module.Id);
        await agent.AnswerAsync(order, InstanceState.InProgress, "compiling");
        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.InProgress, instance => instance.Message == "compiling");

        await VanishAsync(agent);
        var away = await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Pending);
        var counts = (await Plane.DeploymentAsync(module.Id)).Counts;
        var back = await AgentAsync(agent.Id, agent.Node);
        await back.ObeyAsync(ModuleAction.Deploy, module.Id);

        Assert.That(away.ObservedRevision, Is.Zero);
        Assert.That((counts.Pending, counts.InProgress), Is.EqualTo((0, 0)), "an agent that is away counts as offline only");
        Assert.That(counts.Offline, Is.Positive);
        await Plane.InstanceAsync(module.Id, back.Id, InstanceState.Succeeded);
    }

    [Test]
    public async Task Connect_SecondStreamOfTheSameId_EndsTheFirstAndNothingElse()
    {
        var module = await Plane.RunAsync();
        var first = await AgentAsync();
        var late = await first.OrderAsync(ModuleAction.Deploy, module.Id);

        var second = await AgentAsync(first.Id, first.Node);
        AssertRefused(await first.EndAsync(), Grpc.Core.StatusCode.Aborted, "SUPERSEDED");
        var order = await second.OrderAsync(ModuleAction.Deploy, module.Id);
        first.Dispose();
        await second.AnswerAsync(order, InstanceState.InProgress);
        await Plane.InstanceAsync(module.Id, second.Id, InstanceState.InProgress);
        var agent = await Plane.AgentAsync(second.Id);
        await second.SucceedAsync(order);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);

        Assert.That(late.Generation, Is.EqualTo(order.Generation));
        Assert.That(agent.State, Is.EqualTo(AgentState.Online));
        Assert.That((await Plane.AgentAsync(second.Id)).State, Is.EqualTo(AgentState.Online));
        await NothingElseComesAsync(second);
    }

    [Test]
    public async Task Connect_ManyStreamsOfTheSameId_TheLastOneConverges()
    {
        var module = await Plane.RunAsync();
        var first = await AgentAsync();
        var streams = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => AgentAsync(first.Id, first.Node)));
        await Support.Eventually.TrueAsync(() => streams.Count(stream => !stream.HasEnded) == 1, "all streams but one are ended");

        var survivor = streams.Single(stream => !stream.HasEnded);
        await survivor.ObeyAsync(ModuleAction.Deploy, module.Id);

        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        Assert.That((await Plane.AgentAsync(first.Id)).State, Is.EqualTo(AgentState.Online));
        await NothingElseComesAsync(survivor);
    }

}
