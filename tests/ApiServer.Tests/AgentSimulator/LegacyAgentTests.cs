using Grpc.Core;
using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.AgentSimulator.Modules;
using Tricorder.ApiServer.Tests.AgentSimulator.Server;
using Tricorder.Legacy.Deployer;

namespace Tricorder.ApiServer.Tests.AgentSimulator;

/// <summary>An agent on the wire of 2023: each test is a sentence of what such agents do.</summary>
internal sealed class LegacyAgentTests
{
    private const string Id = "m-1";

    [Test]
    public async Task Connect_FirstMessage_CarriesOnlyTheAgent()
    {
        await using var one = await OneAgent.StartAsync(AgentWire.Legacy);
        var orders = await one.Server.NextOrdersAsync();

        var first = await orders.ReceiveAsync();

        Assert.That(first, Is.EqualTo(new DeployModuleResp
        {
            Agent = new Agent { Id = one.Agent.AgentId, PodId = one.Agent.PodUid, NodeName = "sim-node-00001" },
        }));
    }

    [Test]
    public async Task Connect_ReportProcess_IsOpenedWithTheNodeName()
    {
        await using var one = await OneAgent.StartAsync(AgentWire.Legacy);

        var report = await one.Server.NextReportAsync();

        Assert.That((await report.ReceiveAsync()).NodeName, Is.EqualTo("sim-node-00001"));
    }

    [Test]
    public async Task Deploy_TakingLong_IsAnsweredOnceWithoutInProgress()
    {
        await using var one = await OneAgent.StartAsync(AgentWire.Legacy);
        var orders = await OrdersAsync(one);
        var release = new TaskCompletionSource();
        one.Agent.Script(ScriptedAnswer.Succeed().Once(release.Task).WithProgress());

        await orders.DeployAsync(Id);
        await one.Agent.WaitUntilAsync(agent => agent.Updates.Count == 1, OneAgent.Timeout);
        release.SetResult();
        var answer = await orders.ReceiveAsync();

        Assert.That(answer, Is.EqualTo(new DeployModuleResp { ModuleId = Id, State = ModuleInstanceState.Succeeded }));
    }

    [Test]
    public async Task Deploy_OfAnIdItHas_SucceedsAndChangesNothing()
    {
        await using var one = await OneAgent.StartAsync(AgentWire.Legacy);
        var orders = await OrdersAsync(one);
        await orders.DeployAsync(Id, "int old() { return 0; }");
        await orders.ReceiveAsync();
        var before = one.Agent.Modules.Single();

        await orders.DeployAsync(Id, "int changed() { return 0; }");
        var answer = await orders.ReceiveAsync();

        Assert.That(answer.State, Is.EqualTo(ModuleInstanceState.Succeeded));
        Assert.That(one.Agent.Modules.Single(), Is.SameAs(before));
        Assert.That(one.Agent.Updates.Select(order => order.Content.Digest).Distinct().Count(), Is.EqualTo(2), "the contents differ");
    }

    [Test]
    public async Task Undeploy_OfAnIdItDoesNotHave_Fails()
    {
        await using var one = await OneAgent.StartAsync(AgentWire.Legacy);
        var orders = await OrdersAsync(one);

        await orders.UndeployAsync(Id);
        var answer = await orders.ReceiveAsync();

        Assert.That((answer.ModuleId, answer.State), Is.EqualTo((Id, ModuleInstanceState.Failed)));
        Assert.That(answer.Desc, Is.Not.Empty);
    }

    [Test]
    public async Task UndeployThenDeploy_ReplacesTheContent()
    {
        await using var one = await OneAgent.StartAsync(AgentWire.Legacy);
        var orders = await OrdersAsync(one);
        await orders.DeployAsync(Id, "int old() { return 0; }");
        await orders.ReceiveAsync();
        var before = one.Agent.Modules.Single().Digest;

        await orders.UndeployAsync(Id);
        await orders.ReceiveAsync();
        await orders.DeployAsync(Id, "int changed() { return 0; }");
        await orders.ReceiveAsync();

        Assert.That(one.Agent.Modules.Single().Digest, Is.Not.EqualTo(before));
    }

    [Test]
    public async Task Trap_OnThisWire_CanNotBeToldAndDoesNotHappen()
    {
        await using var one = await OneAgent.StartAsync(AgentWire.Legacy, new AgentBehavior { TrapRate = 1 });
        var orders = await OrdersAsync(one);
        await orders.DeployAsync(Id);
        await orders.ReceiveAsync();

        one.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.That(await one.Agent.TrapAsync(Id, "wasm trap: unreachable"), Is.False);
        Assert.That(one.Agent.Runs(Id, 1), Is.True);
        Assert.That(one.Fleet.Counters.Traps, Is.Zero);
    }

    [Test]
    public async Task OrdersStreamEnded_ReconnectsUnderTheSameIdStillRunning_ReportGoesOn()
    {
        await using var one = await OneAgent.StartAsync(AgentWire.Legacy);
        var orders = await OrdersAsync(one);
        await one.Server.NextReportAsync();
        var id = one.Agent.AgentId;
        await orders.DeployAsync(Id);
        await orders.ReceiveAsync();

        orders.End(new RpcException(new Status(StatusCode.DeadlineExceeded, "no answer")));
        await one.PassAsync(AgentPhase.Waiting, TimeSpan.FromSeconds(1));
        var first = await (await one.Server.NextOrdersAsync()).ReceiveAsync();

        Assert.That(first.Agent.Id, Is.EqualTo(id));
        Assert.That(one.Agent.Running.Keys, Is.EqualTo(new[] { Id }));
        Assert.That(one.Server.HasNewReport, Is.False, "the process report is still open");
    }

    [Test]
    public async Task ReportProcess_EndedWithAnError_CrashesTheProcess()
    {
        await using var one = await OneAgent.StartAsync(AgentWire.Legacy);
        var orders = await one.Server.NextOrdersAsync();
        var first = await orders.ReceiveAsync();
        var report = await one.Server.NextReportAsync();

        report.End(new RpcException(new Status(StatusCode.Unavailable, "stopping")));
        Assert.That(await orders.Left, Is.False);
        await one.PassAsync(AgentPhase.Restarting, TimeSpan.FromSeconds(1));
        var again = await (await one.Server.NextOrdersAsync()).ReceiveAsync();

        Assert.That(again.Agent.Id, Is.Not.EqualTo(first.Agent.Id));
        Assert.That((again.Agent.NodeName, again.Agent.PodId), Is.EqualTo((first.Agent.NodeName, first.Agent.PodId)));
    }

    [Test]
    public async Task ReportProcess_EndedWithOk_ChangesNothing()
    {
        await using var one = await OneAgent.StartAsync(AgentWire.Legacy);
        var orders = await OrdersAsync(one);
        var report = await one.Server.NextReportAsync();
        await report.ReceiveAsync();

        report.End();
        Assert.That(await report.Left, Is.False, "the call is over for the agent, too");
        await orders.DeployAsync(Id);

        Assert.That((await orders.ReceiveAsync()).State, Is.EqualTo(ModuleInstanceState.Succeeded));
        Assert.That(one.Fleet.Counters.Crashes, Is.Zero);
    }

    [Test]
    public async Task BothStreamsEndedWithOk_ReconnectsUnderTheSameIdAndReportsAgain()
    {
        await using var one = await OneAgent.StartAsync(AgentWire.Legacy);
        var orders = await OrdersAsync(one);
        var report = await one.Server.NextReportAsync();
        await report.ReceiveAsync();
        var id = one.Agent.AgentId;

        report.End();
        await report.Left;
        orders.End();
        await one.PassAsync(AgentPhase.Waiting, TimeSpan.FromSeconds(1));
        var first = await (await one.Server.NextOrdersAsync()).ReceiveAsync();
        await one.Server.NextReportAsync();

        Assert.That(first.Agent.Id, Is.EqualTo(id));
    }

    [Test]
    public async Task BothStreamsEndedWithOk_AsSoonAsTheyAreOpen_IsNoCrash()
    {
        await using var one = await OneAgent.StartAsync(AgentWire.Legacy);

        // A server that is stopping: an agent that writes its first message meanwhile must look at the status, not at the write.
        using var over = new CancellationTokenSource();
        var ending = EndReportsAsync(one.Server, over.Token);
        for (var i = 0; i < 30; i++)
        {
            (await one.Server.NextOrdersAsync()).End();
            await one.PassAsync(AgentPhase.Waiting, TimeSpan.FromSeconds(15));
        }

        await over.CancelAsync();
        Assert.That(await ending, Is.GreaterThan(1), "it reports again when it comes back");
        Assert.That(one.Fleet.Counters.Crashes, Is.Zero);
    }

    [Test]
    public async Task Container_WithScheme_IsAnsweredWithItsProcesses()
    {
        await using var one = await OneAgent.StartAsync(AgentWire.Legacy);
        var report = await one.Server.NextReportAsync();
        await report.ReceiveAsync();
        var container = new ContainerInfo { Id = "containerd://abc", Name = "web", PodName = "web-1" };

        await report.SendAsync(container);
        var answer = await report.ReceiveAsync();

        Assert.That(answer.Process.Container, Is.EqualTo(container));
        Assert.That(answer.Process.ProcList, Is.Not.Empty);
    }

    [Test]
    public async Task Container_WithoutScheme_CrashesTheProcess()
    {
        await using var one = await OneAgent.StartAsync(AgentWire.Legacy);
        var report = await one.Server.NextReportAsync();
        await report.ReceiveAsync();

        await report.SendAsync(new ContainerInfo { Id = "" });
        await one.Agent.WaitUntilAsync(agent => agent.Phase == AgentPhase.Restarting, OneAgent.Timeout);

        Assert.That(one.Fleet.Counters.Crashes, Is.EqualTo(1));
    }

    [Test]
    public async Task Deploy_WithCrashMarker_CrashesTheProcessWithoutAnAnswer()
    {
        await using var one = await OneAgent.StartAsync(AgentWire.Legacy);
        var orders = await OrdersAsync(one);

        await orders.DeployAsync(Id, $"// {ModuleContent.CrashMarker}");

        Assert.That(await orders.Left, Is.False);
        Assert.That(orders.HasMessage, Is.False);
    }

    private static async Task<int> EndReportsAsync(WireServer server, CancellationToken over)
    {
        var count = 0;
        try
        {
            await foreach (var report in server.ReportsAsync(over))
            {
                report.End();
                count++;
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }

        return count;
    }

    private static async Task<UpdateStream> OrdersAsync(OneAgent one)
    {
        var orders = await one.Server.NextOrdersAsync();
        await orders.ReceiveAsync();
        return orders;
    }
}
