using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Convergence;

/// <summary>Streams: how they begin, what keeps them alive, and messages that are wrong.</summary>
public sealed class SessionTests() : ConvergenceTest(
    "--Agents:HelloTimeout=00:00:01", "--Agents:HeartbeatInterval=00:00:01", "--Deployments:PoisonLosses=1000", "--Cluster:Name=lab")
{
    [Test]
    public async Task Connect_Hello_IsWelcomedAndListed()
    {
        var agent = await AgentAsync();

        var known = await Plane.AgentAsync(agent.Id);

        Assert.That(agent.Welcome.HeartbeatInterval.ToTimeSpan(), Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(agent.Welcome.ClusterName, Is.EqualTo("lab"));
        Assert.That(agent.Welcome.SessionId, Is.Not.Empty);
        Assert.That((known.State, known.Protocol, known.NodeName), Is.EqualTo((AgentState.Online, AgentProtocol.V1, agent.Node)));
        Assert.That((known.Version, known.KernelRelease, known.Architecture), Is.EqualTo(("9.9.9", "6.1.0", "x86_64")));
    }

    [Test]
    public async Task Connect_NoHelloInTime_IsEnded()
    {
        var silent = Track(ScriptedAgent.Open(Server));

        AssertRefused(await silent.EndAsync(), StatusCode.InvalidArgument, "HELLO_TIMEOUT");
    }

    [Test]
    public async Task Connect_FirstMessageIsNoHello_IsInvalidArgument()
    {
        var agent = Track(ScriptedAgent.Open(Server));

        await agent.SendAsync(new AgentMessage { Heartbeat = new Heartbeat() });

        AssertRefused(await agent.EndAsync(), StatusCode.InvalidArgument, "HELLO_EXPECTED");
    }

    [Test]
    public async Task Connect_ClosedBeforeHello_IsInvalidArgument()
    {
        var agent = Track(ScriptedAgent.Open(Server));

        await agent.LeaveAsync();

        AssertRefused(await agent.EndAsync(), StatusCode.InvalidArgument, "HELLO_EXPECTED");
    }

    [TestCase("")]
    [TestCase("not-a-uuid")]
    public async Task Connect_AgentIdIsNoUuid_NamesTheField(string id)
    {
        var agent = Track(ScriptedAgent.Open(Server, id));

        await agent.HelloAsync();

        var error = await agent.EndAsync();
        AssertRefused(error, StatusCode.InvalidArgument);
        Assert.That(
            error!.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(violation => violation.Field),
            Is.EqualTo(new[] { "hello.agent_id" }));
    }

    [Test]
    public async Task Connect_SecondHello_IsEndedAndMayComeBack()
    {
        var agent = await AgentAsync();

        await agent.HelloAsync();

        AssertRefused(await agent.EndAsync(), StatusCode.InvalidArgument, "HELLO_REPEATED");
        var back = await AgentAsync(agent.Id, agent.Node);
        Assert.That((await Plane.AgentAsync(back.Id)).State, Is.EqualTo(AgentState.Online));
    }

    [Test]
    public async Task Connect_UnknownMessageKind_IsIgnored()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();

        await agent.SendAsync(new AgentMessage());
        await agent.SendAsync(AgentMessage.Parser.ParseFrom([0xFA, 0x3F, 0x02, 0x08, 0x01])); // Field 1023: a kind of a later version.

        await agent.ObeyAsync(ModuleAction.Deploy, module.Id);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
    }

    [Test]
    public async Task Heartbeat_ThreeMissed_AgentIsOffline()
    {
        var agent = await AgentAsync();
        var watch = System.Diagnostics.Stopwatch.StartNew();

        AssertRefused(await agent.EndAsync(), StatusCode.Unavailable, "HEARTBEATS_MISSED");

        Assert.That(watch.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(2)));
        await Plane.AgentAsync(agent.Id, AgentState.Offline);
    }

    [Test]
    public async Task Heartbeat_KeepsComing_AgentStaysOnlineAndItsUsageIsShown()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id);
        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var usage = new ModuleUsage
        {
            ModuleId = module.Id,
            Events = 1000,
            LostEvents = 3,
            RowsWritten = 990,
            Errors = 7,
            LastError = "insert refused",
            CpuTime = new() { Seconds = 2, Nanos = 500_000_000 },
            MemoryBytes = 4096,
        };

        await Eventually.TrueAsync(
            async () =>
            {
                await agent.SendAsync(new AgentMessage { Heartbeat = new Heartbeat { Usage = { usage } } });
                return watch.Elapsed > TimeSpan.FromSeconds(5); // Well over three intervals.
            },
            "time passes");
        var known = await Plane.AgentAsync(agent.Id);

        Assert.That(known.State, Is.EqualTo(AgentState.Online));
        Assert.That(known.Usage, Is.EqualTo(new[] { usage }));
    }

    [Test]
    public async Task DeleteAgent_Online_IsRefusedAndForgottenWhenGone()
    {
        var agent = await AgentAsync();
        var request = new DeleteAgentRequest { AgentId = agent.Id };

        var error = Assert.ThrowsAsync<RpcException>(async () => await Plane.Agents.DeleteAgentAsync(request, ControlPlane.Options));
        await VanishAsync(agent);
        await Plane.Agents.DeleteAgentAsync(request, ControlPlane.Options);

        AssertRefused(error, StatusCode.FailedPrecondition, "AGENT_ONLINE");
        AssertRefused(Assert.ThrowsAsync<RpcException>(() => Plane.AgentAsync(agent.Id)), StatusCode.NotFound);
    }

    [Test]
    public async Task ModuleStatus_WrongInAnyWay_IsIgnoredAndOthersConverge()
    {
        var module = await Plane.RunAsync();
        var other = await Plane.CreateAsync();
        var liar = await AgentAsync();
        var honest = await AgentAsync();
        var order = await liar.OrderAsync(ModuleAction.Deploy, module.Id);

        await liar.ReportAsync(other.Id, 1, order.Generation, InstanceState.Succeeded);
        await liar.ReportAsync(Guid.NewGuid().ToString(), 1, order.Generation, InstanceState.Failed, "of a module nobody knows");
        await liar.ReportAsync(module.Id, 1, order.Generation + 1, InstanceState.Succeeded);
        await liar.ReportAsync(module.Id, 1, order.Generation - 1, InstanceState.Failed, "of an older generation");
        await liar.ReportAsync(module.Id, 1, 0, InstanceState.Succeeded);
        await liar.ReportAsync(module.Id, 99, order.Generation, InstanceState.Succeeded);
        await liar.ReportAsync(module.Id, 1, order.Generation, InstanceState.Held);
        await liar.ReportAsync(module.Id, 1, order.Generation, (InstanceState)77);
        await honest.ObeyAsync(ModuleAction.Deploy, module.Id);
        await Plane.InstanceAsync(module.Id, honest.Id, InstanceState.Succeeded);
        var lied = await Plane.InstanceAsync(module.Id, liar.Id);
        await liar.SucceedAsync(order);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);

        Assert.That(lied!.State, Is.EqualTo(InstanceState.Pending));
        Assert.That(lied.Message, Is.Empty);
        Assert.That(await Plane.InstanceAsync(other.Id, liar.Id), Is.Null);
        await NothingElseComesAsync(liar, honest);
    }
}
