using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Convergence;

/// <summary>The order in which things are wanted and answered: the newest wish wins, whatever comes late.</summary>
public sealed class SequenceTests() : ConvergenceTest("--Deployments:AnswerTimeout=00:01:00")
{
    [Test]
    public async Task DeployModule_BackToR1AfterR2Ran_R1AnswerCounts()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        var first = await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 1);
        await Plane.ReviseAsync(module.Id);
        await Plane.DeployAsync(module.Id);
        var second = await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 2);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);

        var rollback = await Plane.DeployAsync(module.Id, revision: 1);
        var back = await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 1);
        var instance = await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded, instance => instance.ObservedRevision == 1);

        Assert.That(rollback.Revision, Is.EqualTo(1));
        Assert.That(new[] { first.Generation, second.Generation, back.Generation }, Is.Ordered.Ascending.And.Unique);
        Assert.That(back.Generation, Is.EqualTo(rollback.Generation));
        Assert.That(instance.Generation, Is.EqualTo(rollback.Generation));
        await NothingElseComesAsync(agent);
    }

    [Test]
    public async Task DeployModule_BackToR1WhileR2IsUnanswered_R2IsRecordedAndReplaced()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 1);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        await Plane.ReviseAsync(module.Id);
        await Plane.DeployAsync(module.Id);
        var second = await agent.OrderAsync(ModuleAction.Deploy, module.Id, 2);

        var rollback = await Plane.DeployAsync(module.Id, revision: 1);
        await agent.SucceedAsync(second);
        var back = await agent.OrderAsync(ModuleAction.Deploy, module.Id, 1);
        var between = await Plane.InstanceAsync(module.Id, agent.Id);
        await agent.SucceedAsync(back);
        await agent.SucceedAsync(second); // Said once more, too late.
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        await NothingElseComesAsync(agent);

        Assert.That(between!.State, Is.EqualTo(InstanceState.Pending));
        Assert.That(between.ObservedRevision, Is.EqualTo(2));
        Assert.That(back.Generation, Is.EqualTo(rollback.Generation));
        Assert.That((await Plane.InstanceAsync(module.Id, agent.Id))!.ObservedRevision, Is.EqualTo(1));
    }

    [Test]
    public async Task DeployModule_BackToR1AndR2FailsLate_OnlyR1Counts()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 1);
        await Plane.ReviseAsync(module.Id);
        await Plane.DeployAsync(module.Id);
        var second = await agent.OrderAsync(ModuleAction.Deploy, module.Id, 2);

        await Plane.DeployAsync(module.Id, revision: 1);
        await agent.FailAsync(second, "r2 does not load");
        var instance = await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded);

        // The failed upgrade kept r1 running, which is what is wanted again: there is nothing to send.
        Assert.That(instance.ObservedRevision, Is.EqualTo(1));
        await NothingElseComesAsync(agent);
    }

    [Test]
    public async Task UndeployModule_DeployAnsweredLate_EndsStopped()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        var deploy = await agent.OrderAsync(ModuleAction.Deploy, module.Id);

        var undeployment = await Plane.UndeployAsync(module.Id);
        await agent.SucceedAsync(deploy);
        var undeploy = await agent.OrderAsync(ModuleAction.Undeploy, module.Id);
        await agent.SucceedAsync(deploy);
        await agent.SucceedAsync(undeploy);
        var deployment = await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);

        Assert.That(undeploy.Generation, Is.EqualTo(undeployment.Generation));
        Assert.That(undeploy.Module, Is.Null);
        Assert.That(deployment.Target, Is.EqualTo(DeploymentTarget.Undeployed));
        var instance = await Plane.InstanceAsync(module.Id, agent.Id);
        Assert.That(instance is null or { ObservedRevision: 0, State: InstanceState.Succeeded }, Is.True, instance?.ToString());
        await NothingElseComesAsync(agent);
    }

    [Test]
    public async Task DeployModule_RevisionAlreadyRuns_IsNotSentAgain()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id);
        var before = await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);

        var again = await Plane.DeployAsync(module.Id);

        Assert.That(again.Generation, Is.GreaterThan(before.Generation));
        Assert.That(again.Phase, Is.EqualTo(DeploymentPhase.Succeeded));
        await NothingElseComesAsync(agent);
    }

    [Test]
    public async Task DeployModule_SameRevisionWhileItIsUnanswered_OneAnswerIsEnough()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        var order = await agent.OrderAsync(ModuleAction.Deploy, module.Id);

        await Plane.DeployAsync(module.Id);
        await agent.SucceedAsync(order);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);

        await NothingElseComesAsync(agent);
    }

    [Test]
    public async Task DeployModule_AgentStillAnswersTheFirst_GetsTheNewestOnly()
    {
        var module = await Plane.RunAsync();
        var slow = await AgentAsync();
        var quick = await AgentAsync();
        var first = await slow.OrderAsync(ModuleAction.Deploy, module.Id, 1);
        await quick.ObeyAsync(ModuleAction.Deploy, module.Id, 1);
        for (var revision = 2; revision <= 4; revision++)
        {
            await Plane.ReviseAsync(module.Id);
            await Plane.DeployAsync(module.Id);
            await quick.ObeyAsync(ModuleAction.Deploy, module.Id, revision);
        }

        Assert.That(slow.Waiting, Is.Zero);
        await slow.SucceedAsync(first);
        await slow.ObeyAsync(ModuleAction.Deploy, module.Id, 4);

        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        await NothingElseComesAsync(slow, quick);
    }

    [Test]
    public async Task DeployModule_SeveralModules_OneUpdateIsInFlight()
    {
        var slow = await AgentAsync();
        var quick = await AgentAsync();
        var expected = new HashSet<string>();
        for (var i = 0; i < 5; i++)
        {
            expected.Add((await Plane.RunAsync()).Id);
        }

        for (var i = 0; i < 5; i++)
        {
            await quick.SucceedAsync(await quick.OrderAsync());
        }

        var seen = new HashSet<string>();
        for (var i = 0; i < 5; i++)
        {
            var order = await slow.OrderAsync();
            await slow.AnswerAsync(order, InstanceState.InProgress, "loading");
            await Plane.InstanceAsync(order.ModuleId, slow.Id, InstanceState.InProgress);
            Assert.That(slow.Waiting, Is.Zero, "a second update while one is in flight");
            seen.Add(order.ModuleId);
            await slow.SucceedAsync(order);
        }

        Assert.That(seen, Is.EquivalentTo(expected));
        await NothingElseComesAsync(slow, quick);
    }

    [Test]
    public async Task UndeployModule_UpgradeIsStillQueued_StopGoesBeforeOtherStarts()
    {
        // A regression: what had been queued as a start waited for its turn as a start, though it was to be stopped by then.
        var bad = await Plane.RunAsync();
        var agent = await AgentAsync();
        await agent.ObeyAsync(ModuleAction.Deploy, bad.Id);
        await Plane.PhaseAsync(bad.Id, DeploymentPhase.Succeeded);
        var busy = await Plane.RunAsync();
        var order = await agent.OrderAsync(ModuleAction.Deploy, busy.Id);
        var queued = await Plane.RunAsync();
        await Plane.ReviseAsync(bad.Id);
        await Plane.DeployAsync(bad.Id);

        await Plane.UndeployAsync(bad.Id);
        await agent.SucceedAsync(order);

        await agent.ObeyAsync(ModuleAction.Undeploy, bad.Id);
        await agent.ObeyAsync(ModuleAction.Deploy, queued.Id);
        await NothingElseComesAsync(agent);
    }

    [Test]
    public async Task DeployModule_V1Agent_GetsTheWholeBinaryModule()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();

        var order = await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 1);

        Assert.That(order.Module.Wasm.Format, Is.EqualTo(ProgramFormat.Binary));
        Assert.That(order.Module.Wasm.Source, Is.Empty);
        Assert.That(order.Module.Wasm.Binary.Span[..4].SequenceEqual("\0asm"u8), Is.True);
        Assert.That(order.Module.Ebpf.Source, Is.Not.Empty);
        Assert.That(order.Module.Revision, Is.EqualTo(1));
        Assert.That(order.Module.OutputSchema.TableName, Is.Not.Empty);
    }
}
