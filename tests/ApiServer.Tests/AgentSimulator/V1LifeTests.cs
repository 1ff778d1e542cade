using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.AgentSimulator.Modules;
using Tricorder.ApiServer.Tests.AgentSimulator.Server;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Tests.AgentSimulator;

/// <summary>Heartbeats, failures after success, lost streams and restarts of a V1 agent.</summary>
internal sealed class V1LifeTests
{
    private const string Id = "m-1";

    [Test]
    public async Task Heartbeat_EachInterval_CarriesGrowingUsage()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.WelcomedAsync(TimeSpan.FromSeconds(15));
        await stream.DeployAsync(Id, 1, 1);
        await stream.StatusAsync();

        one.Time.Advance(TimeSpan.FromSeconds(15));
        var first = (await stream.HeartbeatAsync()).Usage.Single();
        await one.Fleet.WaitUntilAsync(fleet => fleet.Counters.Heartbeats == 1, OneAgent.Timeout);
        one.Time.Advance(TimeSpan.FromSeconds(17));
        var second = (await stream.HeartbeatAsync()).Usage.Single();

        Assert.Multiple(() =>
        {
            Assert.That(second.ModuleId, Is.EqualTo(Id));
            Assert.That(second.Events, Is.GreaterThan(first.Events));
            Assert.That(second.RowsWritten, Is.EqualTo(second.Events - second.LostEvents));
            Assert.That(second.CpuTime.ToTimeSpan(), Is.GreaterThan(first.CpuTime.ToTimeSpan()));
            Assert.That(second.MemoryBytes, Is.Positive);
            Assert.That(second.Errors, Is.Zero);
            Assert.That(second.LastError, Is.Empty);
        });
    }

    [Test]
    public async Task Trap_AfterSuccess_IsFailedForTheGenerationThatRunsAndCountedInUsage()
    {
        await using var one = await OneAgent.StartAsync(behavior: new AgentBehavior { TrapRate = 1 });
        var stream = await one.WelcomedAsync(TimeSpan.FromMinutes(2));
        await stream.DeployAsync(Id, 2, 5);
        await stream.StatusAsync();

        one.Time.Advance(TimeSpan.FromSeconds(60));
        var status = await stream.StatusAsync();
        one.Time.Advance(TimeSpan.FromSeconds(60));
        var usage = (await stream.HeartbeatAsync()).Usage.Single();

        Assert.That((status.State, status.Revision, status.Generation), Is.EqualTo((InstanceState.Failed, 2, 5L)));
        Assert.That(status.Message, Does.StartWith("wasm trap: "));
        Assert.That((usage.Errors, usage.LastError), Is.EqualTo((1L, status.Message)));
        Assert.That(one.Agent.Running, Is.Empty);
    }

    [Test]
    public async Task Deploy_SameRevisionAfterTrap_LoadsItAgain()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.WelcomedAsync();
        await stream.DeployAsync(Id, 1, 1);
        await stream.StatusAsync();
        await one.Agent.TrapAsync(Id, "wasm trap: unreachable");
        await stream.StatusAsync();

        await stream.DeployAsync(Id, 1, 1);
        await stream.StatusAsync();

        Assert.That(one.Agent.Running[Id], Is.EqualTo(1));
        Assert.That(one.Agent.Modules.Single().Usage.Read().Errors, Is.Zero);
    }

    [Test]
    public async Task StreamBreaks_AgentReconnects_UnderTheSameIdSayingWhatRuns()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.Server.NextConnectAsync();
        var hello = await stream.WelcomeAsync();
        await stream.DeployAsync(Id, 4, 1);
        await stream.StatusAsync();

        one.Agent.Disconnect();
        await one.PassAsync(AgentPhase.Waiting, TimeSpan.FromSeconds(1));
        var again = await (await one.Server.NextConnectAsync()).WelcomeAsync();

        Assert.That(again.AgentId, Is.EqualTo(hello.AgentId));
        Assert.That(again.Running.Single(), Is.EqualTo(new RunningModule { ModuleId = Id, Revision = 4 }));
    }

    [Test]
    public async Task StreamBreaks_WhileLoading_WorkGoesOnAndIsToldInTheNextHello()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.WelcomedAsync();
        var release = new TaskCompletionSource();
        one.Agent.Script(ScriptedAnswer.Succeed().Once(release.Task));
        await stream.DeployAsync(Id, 1, 1);
        await one.Agent.WaitUntilAsync(agent => agent.Updates.Count == 1, OneAgent.Timeout);

        one.Agent.Disconnect();
        await one.Agent.WaitUntilAsync(agent => agent.Phase == AgentPhase.Waiting, OneAgent.Timeout);
        release.SetResult();
        await one.Agent.WaitForRunningAsync(Id, 1, OneAgent.Timeout);
        one.Time.Advance(TimeSpan.FromSeconds(1));
        var next = await one.Server.NextConnectAsync();
        var hello = await next.WelcomeAsync();

        Assert.That(hello.Running.Single().ModuleId, Is.EqualTo(Id));
        Assert.That(next.HasMessage, Is.False, "an answer belongs to the stream of its order");
    }

    [Test]
    public async Task Restart_ComesBack_UnderAnotherIdInTheSamePodRunningNothing()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.Server.NextConnectAsync();
        var hello = await stream.WelcomeAsync();
        await stream.DeployAsync(Id, 1, 1);
        await stream.StatusAsync();

        one.Agent.Restart();
        var again = await (await one.Server.NextConnectAsync()).WelcomeAsync();

        Assert.That(await stream.Left, Is.False, "a killed process does not say good-bye");
        Assert.That(again.AgentId, Is.Not.EqualTo(hello.AgentId));
        Assert.That((again.NodeName, again.PodUid), Is.EqualTo((hello.NodeName, hello.PodUid)));
        Assert.That(again.Running, Is.Empty);
    }

    [TestCase(RestartKind.NewPod, true)]
    [TestCase(RestartKind.NewNode, false)]
    public async Task Restart_Elsewhere_ChangesPodAndPerhapsNode(RestartKind kind, bool sameNode)
    {
        await using var one = await OneAgent.StartAsync();
        var hello = await (await one.Server.NextConnectAsync()).WelcomeAsync();

        one.Agent.Restart(kind);
        var again = await (await one.Server.NextConnectAsync()).WelcomeAsync();

        Assert.That(again.PodUid, Is.Not.EqualTo(hello.PodUid));
        Assert.That(again.NodeName == hello.NodeName, Is.EqualTo(sameNode));
    }

    [Test]
    public async Task Deploy_WithCrashMarker_BreaksTheConnectionAndComesBackUnderAnotherId()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.Server.NextConnectAsync();
        var hello = await stream.WelcomeAsync();

        await stream.DeployAsync(Id, 1, 1, SampleModule.Create($"/* {ModuleContent.CrashMarker} */ int f() {{ return 0; }}"));
        Assert.That(await stream.Left, Is.False);
        Assert.That(stream.HasMessage, Is.False, "a crash is no answer");
        await one.PassAsync(AgentPhase.Restarting, TimeSpan.FromSeconds(1));
        var again = await (await one.Server.NextConnectAsync()).WelcomeAsync();

        Assert.That(again.AgentId, Is.Not.EqualTo(hello.AgentId));
        Assert.That(again.NodeName, Is.EqualTo(hello.NodeName));
        Assert.That(one.Fleet.Counters.Crashes, Is.EqualTo(1));
    }

    [Test]
    public async Task Superseded_StaysAway()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.WelcomedAsync();

        stream.End(Error(Code.Aborted, new ErrorInfo { Reason = "SUPERSEDED", Domain = "apiserver.tricorder" }));
        await one.PassAsync(AgentPhase.Superseded, TimeSpan.FromMinutes(10));

        Assert.That(one.Server.HasNewConnect, Is.False);
        Assert.That(one.Fleet.Counters.Superseded, Is.EqualTo(1));
    }

    [Test]
    public async Task Drain_AgentSaysGoodbyeAndComesBackWhenAskedTo()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.WelcomedAsync();

        await stream.DrainAsync(TimeSpan.FromSeconds(30));
        Assert.That(await stream.Left, Is.True);
        await one.PassAsync(AgentPhase.Waiting, TimeSpan.FromSeconds(29.9));
        Assert.That(one.Agent.Phase, Is.EqualTo(AgentPhase.Waiting));
        one.Time.Advance(TimeSpan.FromSeconds(5));
        await one.Server.NextConnectAsync();
    }

    [Test]
    public async Task Exhausted_WithRetryInfo_ComesBackWhenAskedTo()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.Server.NextConnectAsync();

        stream.End(Error(Code.ResourceExhausted, new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromMinutes(1)) }));
        await one.PassAsync(AgentPhase.Waiting, TimeSpan.FromSeconds(59.9));
        Assert.That(one.Agent.Phase, Is.EqualTo(AgentPhase.Waiting));
        one.Time.Advance(TimeSpan.FromSeconds(10));
        await one.Server.NextConnectAsync();
    }

    [Test]
    public async Task Stop_SaysGoodbye_AndStartBringsItBackUnderAnotherId()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.Server.NextConnectAsync();
        var hello = await stream.WelcomeAsync();
        await one.Agent.WaitForConnectedAsync(OneAgent.Timeout);

        await one.Agent.StopAsync();
        Assert.That(await stream.Left, Is.True);
        Assert.That(one.Agent.Phase, Is.EqualTo(AgentPhase.Down));
        one.Agent.Start();
        var again = await (await one.Server.NextConnectAsync()).WelcomeAsync();

        Assert.That(again.AgentId, Is.Not.EqualTo(hello.AgentId));
    }

    [Test]
    public async Task Kill_BreaksTheConnectionAndStaysDown()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.WelcomedAsync();

        await one.Agent.KillAsync();

        Assert.That(await stream.Left, Is.False);
        Assert.That(one.Agent.Phase, Is.EqualTo(AgentPhase.Down));
    }

    private static RpcException Error(Code code, IMessage detail) =>
        new Google.Rpc.Status { Code = (int)code, Message = code.ToString(), Details = { Any.Pack(detail) } }.ToRpcException();
}
