using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Convergence;

/// <summary>Answers that do not come, or are no good.</summary>
public sealed class AnswerTests() : ConvergenceTest(
    "--Deployments:AnswerTimeout=00:00:02", "--Deployments:RetryMin=00:00:00.4", "--Deployments:RetryMax=00:00:03")
{
    [Test]
    public async Task ModuleUpdate_NoAnswerInTime_FailsAndALateAnswerCounts()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        var order = await agent.OrderAsync(ModuleAction.Deploy, module.Id);

        var failed = await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Failed);
        await agent.SucceedAsync(order);
        var late = await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded);

        Assert.That(failed.Message, Does.Contain("no answer"));
        Assert.That(failed.Attempt, Is.EqualTo(1));
        Assert.That(late.ObservedRevision, Is.EqualTo(1));
    }

    [Test]
    public async Task ModuleUpdate_NoAnswerThenALateFailure_TellsTheAgentsText()
    {
        // A regression: the late failure was taken for something said before.
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        var order = await agent.OrderAsync(ModuleAction.Deploy, module.Id);

        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Failed);
        await agent.FailAsync(order, "verifier: R1 is not a pointer");

        await Plane.InstanceAsync(
            module.Id, agent.Id, InstanceState.Failed, instance => instance.Message == "verifier: R1 is not a pointer");
    }

    [Test]
    public async Task ModuleUpdate_NeverAnswered_IsSentAgainWithTheSameGeneration()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();

        var first = await agent.OrderAsync(ModuleAction.Deploy, module.Id);
        var second = await agent.OrderAsync(ModuleAction.Deploy, module.Id);
        await agent.SucceedAsync(second);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);

        Assert.That(second.Generation, Is.EqualTo(first.Generation));
        Assert.That((await Plane.InstanceAsync(module.Id, agent.Id))!.Attempt, Is.EqualTo(2));
    }

    [Test]
    public async Task ModuleUpdate_InProgressAgainAndAgain_RestartsTheDeadline()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        var order = await agent.OrderAsync(ModuleAction.Deploy, module.Id);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var seen = new List<InstanceState>();

        await Support.Eventually.TrueAsync(
            async () =>
            {
                await agent.AnswerAsync(order, InstanceState.InProgress, $"{watch.ElapsedMilliseconds} ms");
                seen.Add((await Plane.InstanceAsync(module.Id, agent.Id))!.State);
                return watch.Elapsed > TimeSpan.FromSeconds(5); // Two and a half deadlines.
            },
            "time passes");
        await agent.SucceedAsync(order);
        var instance = await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded);

        Assert.That(seen, Has.None.EqualTo(InstanceState.Failed));
        Assert.That(instance.Attempt, Is.EqualTo(1));
    }

    [Test]
    public async Task ModuleUpdate_InProgressThenSilence_Fails()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        var order = await agent.OrderAsync(ModuleAction.Deploy, module.Id);
        await agent.AnswerAsync(order, InstanceState.InProgress, "compiling");

        var failed = await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Failed);

        Assert.That(failed.Message, Does.Contain("no answer"));
    }

    [Test]
    public async Task ModuleStatus_FailedAgainAndAgain_IsRetriedWithBackoffAndThePhaseStays()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        await agent.FailAsync(await agent.OrderAsync(ModuleAction.Deploy, module.Id), "attempt 1");
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Degraded);
        using var log = await Support.PhaseLog.StartAsync(Server.Channel, module.Id);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var waits = new List<TimeSpan>();

        for (var attempt = 2; attempt <= 4; attempt++)
        {
            watch.Restart();
            var order = await agent.OrderAsync(ModuleAction.Deploy, module.Id);
            waits.Add(watch.Elapsed);
            await agent.AnswerAsync(order, InstanceState.InProgress, "once more");
            await agent.FailAsync(order, $"attempt {attempt}");
            await Plane.InstanceAsync(
                module.Id,
                agent.Id,
                InstanceState.Failed,
                instance => instance.Attempt == attempt && instance.Message == $"attempt {attempt}");
        }

        var whileFailing = log.Phases;
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        await Support.Eventually.TrueAsync(() => log.Phases.Count > 1, "the watch shows the success");

        // At most a fifth is taken off each doubled wait of 0.4 s; a timer looks every quarter of a second.
        Assert.That(waits[1], Is.GreaterThan(TimeSpan.FromSeconds(0.6)));
        Assert.That(waits[2], Is.GreaterThan(TimeSpan.FromSeconds(1.2)));
        Assert.That(whileFailing, Is.EqualTo(new[] { DeploymentPhase.Degraded }));
        Assert.That(log.Phases, Is.EqualTo(new[] { DeploymentPhase.Degraded, DeploymentPhase.Succeeded }));
    }

    [Test]
    public async Task ModuleStatus_FailedAfterSuccess_IsRecordedAndRetried()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        var order = await agent.ObeyAsync(ModuleAction.Deploy, module.Id);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);

        await agent.FailAsync(order, "insert refused: no such table");
        var failed = await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Failed);
        var degraded = await Plane.DeploymentAsync(module.Id);
        var retry = await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 1);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);

        Assert.That(failed.Message, Is.EqualTo("insert refused: no such table"));
        Assert.That(degraded.Phase, Is.EqualTo(DeploymentPhase.Degraded));
        Assert.That(retry.Generation, Is.EqualTo(order.Generation));
    }

    [Test]
    public async Task ModuleStatus_FailedAfterARedeployThatWasNotSent_IsRecorded()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        var order = await agent.ObeyAsync(ModuleAction.Deploy, module.Id);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        var newest = await Plane.DeployAsync(module.Id);

        await agent.FailAsync(order, "trap"); // It knows the older generation only: that is what it runs.
        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Failed, instance => instance.Message == "trap");

        var retry = await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 1);
        Assert.That(retry.Generation, Is.EqualTo(newest.Generation));
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
    }

    [Test]
    public async Task ModuleStatus_UpgradeFailed_OldRevisionIsStillObserved()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 1);
        await Plane.ReviseAsync(module.Id);
        await Plane.DeployAsync(module.Id);

        await agent.FailAsync(await agent.OrderAsync(ModuleAction.Deploy, module.Id, 2), "r2 does not load");

        var failed = await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Failed);
        Assert.That((failed.ObservedRevision, failed.DesiredRevision), Is.EqualTo((1, 2)));
    }

    [Test]
    public async Task ModuleStatus_FailedOnOneAgent_OthersConverge()
    {
        var bad = await AgentAsync();
        var good = await AgentAsync();
        var module = await Plane.RunAsync();

        await bad.FailAsync(await bad.OrderAsync(ModuleAction.Deploy, module.Id), "no BTF");
        await good.ObeyAsync(ModuleAction.Deploy, module.Id);
        var deployment = await Plane.PhaseAsync(module.Id, DeploymentPhase.Degraded);

        Assert.That((deployment.Counts.Succeeded, deployment.Counts.Failed), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task DeployModule_AfterFailure_IsSentAtOnce()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await agent.FailAsync(await agent.OrderAsync(ModuleAction.Deploy, module.Id), "no");
        }

        var again = await Plane.DeployAsync(module.Id);
        var order = await agent.ObeyAsync(ModuleAction.Deploy, module.Id);

        Assert.That(order.Generation, Is.EqualTo(again.Generation));
        Assert.That((await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded)).Attempt, Is.EqualTo(1));
    }
}
