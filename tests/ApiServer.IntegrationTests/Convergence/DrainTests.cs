using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Convergence;

/// <summary>What happens to streams when the server is told to stop.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class DrainTests
{
    [Test]
    public async Task Stop_V1Agents_AreDrainedThenEndedAndTheExitIsClean()
    {
        await using var server = await ServerProcess.StartAsync("--Agents:DrainSpread=00:00:07", "--Agents:DrainTimeout=00:00:01");
        using var first = await ScriptedAgent.ConnectAsync(server);
        using var second = await ScriptedAgent.ConnectAsync(server);

        var exit = server.StopAsync();
        var drains = new[] { await first.DrainAsync(), await second.DrainAsync() };
        var ends = new[] { await first.EndAsync(), await second.EndAsync() };

        Assert.That(await exit, Is.Zero);
        Assert.That(drains.Select(drain => drain.ReconnectAfter.ToTimeSpan()), Is.All.InRange(TimeSpan.Zero, TimeSpan.FromSeconds(7)));
        Assert.That(drains[0], Is.Not.EqualTo(drains[1]), "reconnects are spread");
        foreach (var end in ends)
        {
            ConvergenceTest.AssertRefused(end, StatusCode.Unavailable, "DRAINING");
        }
    }

    [Test]
    public async Task Stop_AgentsLeaveWhenDrained_DoesNotWaitForTheLimit()
    {
        await using var server = await ServerProcess.StartAsync("--Agents:DrainTimeout=00:00:15", "--Shutdown:Timeout=00:00:20");
        using var agent = await ScriptedAgent.ConnectAsync(server);

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var exit = server.StopAsync();
        await agent.DrainAsync();
        await agent.LeaveAsync();

        Assert.That(await agent.EndAsync(), Is.Null);
        Assert.That(await exit, Is.Zero);
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(12)));
    }

    [Test]
    public async Task Stop_LegacyAgents_BothStreamsEndWithOk()
    {
        await using var server = await ServerProcess.StartAsync("--Agents:DrainTimeout=00:00:01");
        using var idle = await ScriptedLegacyAgent.ConnectAsync(server);
        using var busy = await ScriptedLegacyAgent.ConnectAsync(server);
        var module = await new ControlPlane(server.Channel).RunAsync();
        await busy.DeployAsync(module.Id);
        await idle.DeployAsync(module.Id);

        var exit = server.StopAsync();

        Assert.That(await idle.OrdersEndAsync(), Is.Null);
        Assert.That(await idle.ProcessesEndAsync(), Is.Null);
        Assert.That(await busy.OrdersEndAsync(), Is.Null);
        Assert.That(await busy.ProcessesEndAsync(), Is.Null);
        Assert.That(await exit, Is.Zero);
    }

    [Test]
    public async Task Stop_StreamThatHasNotSaidHello_IsNotWaitedFor()
    {
        await using var server = await ServerProcess.StartAsync("--Shutdown:Timeout=00:00:20");
        using var silent = ScriptedAgent.Open(server);
        await new ControlPlane(server.Channel).RunAsync();

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var exit = server.StopAsync();

        ConvergenceTest.AssertRefused(await silent.EndAsync(), StatusCode.Unavailable, "DRAINING");
        Assert.That(await exit, Is.Zero);
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(8)), "the time a hello may take");
    }

    [Test]
    public async Task Stop_AnswersWhenDrained_TheAnswerIsKept()
    {
        await using var server = await ServerProcess.StartAsync("--Agents:DrainTimeout=00:00:10", "--Shutdown:Timeout=00:00:20");
        var plane = new ControlPlane(server.Channel);
        var module = await plane.RunAsync();
        using var agent = await ScriptedAgent.ConnectAsync(server);
        var order = await agent.OrderAsync(ModuleAction.Deploy, module.Id);

        var exit = server.StopAsync();
        await agent.DrainAsync();
        await agent.SucceedAsync(order);
        await agent.LeaveAsync();
        Assert.That(await agent.EndAsync(), Is.Null);
        Assert.That(await exit, Is.Zero);
        await server.StartAgainAsync();

        // Its agent is away, and what it answered last is known.
        Assert.That((await plane.InstanceAsync(module.Id, agent.Id))!.ObservedRevision, Is.EqualTo(1));
    }

    [Test]
    public async Task Stop_UpdateInFlight_IsNotALossAndIsSentAgain()
    {
        await using var server = await ServerProcess.StartAsync("--Agents:DrainTimeout=00:00:00.2", "--Deployments:PoisonLosses=1");
        var plane = new ControlPlane(server.Channel);
        var module = await plane.RunAsync();
        using var agent = await ScriptedAgent.ConnectAsync(server);
        var before = await agent.OrderAsync(ModuleAction.Deploy, module.Id);

        Assert.That(await server.StopAsync(), Is.Zero);
        await server.StartAgainAsync();
        using var back = await ScriptedAgent.ConnectAsync(server, agent.Id, agent.Node);
        var after = await back.ObeyAsync(ModuleAction.Deploy, module.Id);

        Assert.That(after.Generation, Is.EqualTo(before.Generation));
        await plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
    }
}
