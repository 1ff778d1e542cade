using Grpc.Core;
using Tricorder.Legacy.Deployer;
using Tricorder.ApiServer.IntegrationTests.Support;
using DeploymentPhase = Tricorder.ApiServer.V1.DeploymentPhase;
using InstanceState = Tricorder.ApiServer.V1.InstanceState;

namespace Tricorder.ApiServer.IntegrationTests.Convergence;

/// <summary>The two streams of an agent of 2023: the one for orders may end, the other must never end with an error.</summary>
public sealed class LegacyStreamTests() : ConvergenceTest(
    "--Deployments:AnswerTimeout=00:00:01.5", "--Deployments:PoisonLosses=2", "--Agents:HelloTimeout=00:00:01",
    "--Agents:HeartbeatInterval=00:00:00.3")
{
    [Test]
    public async Task DeployModule_NoAnswerInTime_OnlyTheOrderStreamEnds()
    {
        var module = await Plane.RunAsync();
        var agent = await LegacyAgentAsync();
        await agent.DeployAsync(module.Id);

        AssertRefused(await agent.OrdersEndAsync(), StatusCode.Unavailable, "NO_ANSWER");

        await Plane.AgentAsync(agent.Id, Tricorder.ApiServer.V1.AgentState.Offline);
        Assert.That(agent.ReportsProcesses, Is.True);
    }

    [Test]
    public async Task DeployModule_NoAnswerInTime_IsFailedAndStaysSoUntilItComesBack()
    {
        var module = await Plane.RunAsync();
        var agent = await LegacyAgentAsync();
        await agent.DeployAsync(module.Id);
        await agent.OrdersEndAsync();
        await Plane.AgentAsync(agent.Id, Tricorder.ApiServer.V1.AgentState.Offline);

        var failed = await Plane.InstanceAsync(module.Id, agent.Id);
        await Server.RestartAsync();
        var restarted = await Plane.InstanceAsync(module.Id, agent.Id);

        Assert.That((failed!.State, failed.Attempt), Is.EqualTo((InstanceState.Failed, 1)));
        Assert.That(failed.Message, Does.Contain("no answer"));
        Assert.That(restarted!.State, Is.EqualTo(InstanceState.Failed));
    }

    [Test]
    public async Task DeployModule_ComesBackAfterNoAnswer_IsStoppedThenDeployed()
    {
        var module = await Plane.RunAsync();
        var agent = await LegacyAgentAsync();
        await agent.DeployAsync(module.Id);
        await agent.OrdersEndAsync();

        var back = await LegacyAgentAsync(agent.Id, agent.Node);
        await back.SucceedAsync(await back.UndeployAsync(module.Id));
        await back.SucceedAsync(await back.DeployAsync(module.Id));

        await Plane.InstanceAsync(module.Id, back.Id, InstanceState.Succeeded);
    }

    [Test]
    public async Task DeployModule_NoAnswerTwice_IsNotHeld()
    {
        // A regression: streams that the server itself had ended counted as agents killed by the module.
        var module = await Plane.RunAsync();
        var node = "old-" + Guid.NewGuid();
        for (var restart = 0; restart < 2; restart++)
        {
            var slow = await LegacyAgentAsync(node: node);
            await slow.DeployAsync(module.Id);
            await slow.OrdersEndAsync();
        }

        var agent = await LegacyAgentAsync(node: node);
        await agent.SucceedAsync(await agent.DeployAsync(module.Id));

        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded);
    }

    [Test]
    public async Task ReportProcess_NothingToTell_IsHeldOpenWithoutHeartbeats()
    {
        var agent = await LegacyAgentAsync();
        var watch = System.Diagnostics.Stopwatch.StartNew();

        await agent.SendProcessAsync(
            new ProcessWrapper { Process = new ProcessInfo { ProcList = { new Process { Id = 1, CreateTime = 1 } } } });
        await agent.SendProcessAsync(new ProcessWrapper());
        await Eventually.TrueAsync(() => watch.Elapsed > TimeSpan.FromSeconds(2.5), "several intervals of missed heartbeats pass");

        Assert.That(agent.ReportsProcesses, Is.True);
        Assert.That((await Plane.AgentAsync(agent.Id)).State, Is.EqualTo(Tricorder.ApiServer.V1.AgentState.Online));
    }

    [Test]
    public async Task ReportProcess_ClientCompletesItsSide_IsStillHeldOpen()
    {
        using var call = new ProcessCollector.ProcessCollectorClient(Server.Channel).ReportProcess();
        var containers = new Inbox<ContainerInfo>();
        var reading = containers.FillAsync(call.ResponseStream);

        await call.RequestStream.CompleteAsync();
        await NothingElseComesAsync(await LegacyAgentAsync()); // The server has had time to look at it.

        Assert.That(reading.IsCompleted, Is.False);
    }

    [Test]
    public async Task ReportProcess_BytesThatAreNoMessage_IsStillHeldOpen()
    {
        var raw = new Method<byte[], byte[]>(
            MethodType.DuplexStreaming,
            "tricorder.deployer.servicepb.ProcessCollector",
            "ReportProcess",
            Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes),
            Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes));
        using var call = Server.Channel.CreateCallInvoker().AsyncDuplexStreamingCall(raw, null, default);
        var containers = new Inbox<byte[]>();
        var reading = containers.FillAsync(call.ResponseStream);

        await call.RequestStream.WriteAsync([0xFF, 0xFF, 0xFF]);
        await NothingElseComesAsync(await LegacyAgentAsync());

        Assert.That(reading.IsCompleted, Is.False);
    }

    [Test]
    public async Task DeployModule_FirstMessageWithoutAgent_IsInvalidArgument()
    {
        using var call = new ModuleDeployer.ModuleDeployerClient(Server.Channel).DeployModule();
        var orders = new Inbox<DeployModuleReq>();
        _ = orders.FillAsync(call.ResponseStream);

        await call.RequestStream.WriteAsync(new DeployModuleResp { ModuleId = Guid.NewGuid().ToString() });

        AssertRefused(await orders.EndAsync(), StatusCode.InvalidArgument);
    }

    [Test]
    public async Task DeployModule_NoFirstMessage_IsEnded()
    {
        using var call = new ModuleDeployer.ModuleDeployerClient(Server.Channel).DeployModule();
        var orders = new Inbox<DeployModuleReq>();
        _ = orders.FillAsync(call.ResponseStream);

        AssertRefused(await orders.EndAsync(), StatusCode.InvalidArgument);
    }

    [Test]
    public async Task DeployModule_NodeNameIsEmpty_IsServedAllTheSame()
    {
        var module = await Plane.RunAsync();

        var agent = await LegacyAgentAsync(node: "");
        var other = await LegacyAgentAsync(node: "");
        await agent.SucceedAsync(await agent.DeployAsync(module.Id));
        await other.SucceedAsync(await other.DeployAsync(module.Id));

        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        await VanishAsync(other);
        Assert.That((await Plane.AgentAsync(agent.Id)).State, Is.EqualTo(Tricorder.ApiServer.V1.AgentState.Online));
    }
}
