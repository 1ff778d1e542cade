using Google.Protobuf;
using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.Tests.AgentSimulator.Server;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Tests.AgentSimulator;

/// <summary>What a V1 agent does with orders.</summary>
internal sealed class V1UpdateTests
{
    private const string Id = "m-1";

    [Test]
    public async Task Connect_FirstMessage_IsHelloWithEverythingFilledIn()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.Server.NextConnectAsync();

        var hello = await stream.WelcomeAsync();

        Assert.Multiple(() =>
        {
            Assert.That(Guid.TryParse(hello.AgentId, out _), Is.True);
            Assert.That(hello.NodeName, Is.EqualTo("sim-node-00001"));
            Assert.That(Guid.TryParse(hello.PodUid, out _), Is.True);
            Assert.That(hello.Version, Is.Not.Empty);
            Assert.That(hello.KernelRelease, Is.Not.Empty);
            Assert.That(hello.Architecture, Is.AnyOf("x86_64", "aarch64"));
            Assert.That(hello.Labels, Is.Not.Empty);
            Assert.That(hello.Running, Is.Empty);
        });
    }

    [Test]
    public async Task Deploy_QuickLoad_IsAnsweredSucceededWithSameNumbers()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.WelcomedAsync();

        await stream.DeployAsync(Id, revision: 3, generation: 17);
        var status = await stream.StatusAsync();

        Assert.That(
            (status.ModuleId, status.Revision, status.Generation, status.State),
            Is.EqualTo((Id, 3, 17L, InstanceState.Succeeded)));
        Assert.That(one.Agent.Running, Is.EquivalentTo(new Dictionary<string, int> { [Id] = 3 }));
    }

    [Test]
    public async Task Deploy_LoadThatTakesLong_IsInProgressFirstAndAgainEveryFifteenSeconds()
    {
        var slow = new AgentBehavior { Latency = LatencyRange.Fixed(TimeSpan.FromSeconds(20)) };
        await using var one = await OneAgent.StartAsync(behavior: slow);
        var stream = await one.WelcomedAsync();

        await stream.DeployAsync(Id, 1, 1);
        var states = new List<InstanceState> { (await stream.StatusAsync()).State };
        one.Time.Advance(TimeSpan.FromSeconds(15));
        states.Add((await stream.StatusAsync()).State);
        one.Time.Advance(TimeSpan.FromSeconds(5));
        states.Add((await stream.StatusAsync()).State);

        Assert.That(states, Is.EqualTo(new[] { InstanceState.InProgress, InstanceState.InProgress, InstanceState.Succeeded }));
    }

    [Test]
    public async Task Deploy_UpgradeThatFails_KeepsTheOldRevision()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.WelcomedAsync();
        await stream.DeployAsync(Id, 1, 1);
        await stream.StatusAsync();
        one.Agent.Script(ScriptedAnswer.Fail("no such probe"));

        await stream.DeployAsync(Id, 2, 2);
        var status = await stream.StatusAsync();

        Assert.That((status.State, status.Message, status.Generation), Is.EqualTo((InstanceState.Failed, "no such probe", 2L)));
        Assert.That(one.Agent.Running[Id], Is.EqualTo(1));
    }

    [Test]
    public async Task Deploy_RevisionThatRuns_SucceedsUnderTheNewGenerationWithoutLoading()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.WelcomedAsync();
        await stream.DeployAsync(Id, 1, 1);
        await stream.StatusAsync();
        var loaded = one.Agent.Modules[0];

        await stream.DeployAsync(Id, 1, 2);
        var status = await stream.StatusAsync();

        Assert.That((status.State, status.Generation), Is.EqualTo((InstanceState.Succeeded, 2L)));
        Assert.That(one.Agent.Modules[0], Is.SameAs(loaded));
        Assert.That(loaded.Generation, Is.EqualTo(2));
    }

    [Test]
    public async Task Deploy_WithoutBinaryWasm_Fails()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.WelcomedAsync();
        var module = SampleModule.Create();
        module.Wasm.Binary = ByteString.CopyFromUtf8("int process(void) {}");

        await stream.DeployAsync(Id, 1, 1, module);

        Assert.That((await stream.StatusAsync()).Message, Does.Contain("not a WebAssembly binary"));
    }

    [Test]
    public async Task Deploy_OnFailingAgent_FailsWithVerifierText()
    {
        await using var one = await OneAgent.StartAsync(behavior: new AgentBehavior { AlwaysFails = true });
        var stream = await one.WelcomedAsync();

        await stream.DeployAsync(Id, 1, 1);
        var status = await stream.StatusAsync();

        Assert.That(status.State, Is.EqualTo(InstanceState.Failed));
        Assert.That(status.Message, Does.Contain("bpf: failed to load program").And.Contain(one.Agent.Profile.KernelRelease));
    }

    [Test]
    public async Task Undeploy_OfSomethingUnknown_Succeeds()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.WelcomedAsync();

        await stream.UndeployAsync("never-heard-of", 4, 9);
        var status = await stream.StatusAsync();

        Assert.That((status.State, status.Revision, status.Generation), Is.EqualTo((InstanceState.Succeeded, 4, 9L)));
    }

    [Test]
    public async Task Undeploy_OfWhatRuns_StopsIt()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.WelcomedAsync();
        await stream.DeployAsync(Id, 1, 1);
        await stream.StatusAsync();

        await stream.UndeployAsync(Id, 1, 2);
        await stream.StatusAsync();

        Assert.That(one.Agent.Running, Is.Empty);
    }

    [Test]
    public async Task Orders_ComingTogether_AreWorkedOffInOrder()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.WelcomedAsync();
        var release = new TaskCompletionSource();
        one.Agent.Script(ScriptedAnswer.Succeed().Once(release.Task));

        await stream.DeployAsync(Id, 1, 1);
        await stream.UndeployAsync(Id, 1, 2);
        await one.Agent.WaitUntilAsync(agent => agent.Updates.Count == 2, OneAgent.Timeout);
        Assert.That(stream.HasMessage, Is.False, "the second order must wait for the first");
        release.SetResult();
        var generations = new[] { (await stream.StatusAsync()).Generation, (await stream.StatusAsync()).Generation };

        Assert.That(generations, Is.EqualTo(new[] { 1L, 2L }));
        Assert.That(one.Agent.Running, Is.Empty);
    }

    [Test]
    public async Task Silent_Scripted_IsNeitherFollowedNorAnswered()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.WelcomedAsync();
        one.Agent.Script(ScriptedAnswer.Silent());

        await stream.DeployAsync(Id, 1, 1);
        await stream.DeployAsync("m-2", 1, 2);
        var status = await stream.StatusAsync();

        Assert.That(status.ModuleId, Is.EqualTo("m-2"));
        Assert.That(one.Agent.Running.Keys, Is.EqualTo(new[] { "m-2" }));
    }

    [Test]
    public async Task Receive_KindThatIsUnknown_IsIgnored()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.WelcomedAsync();

        // Field 100, a string: something that a later version of the protocol may have.
        await stream.SendAsync(ServerMessage.Parser.ParseFrom([0xA2, 0x06, 0x02, 0x68, 0x69]));
        await stream.DeployAsync(Id, 1, 1);

        Assert.That((await stream.StatusAsync()).State, Is.EqualTo(InstanceState.Succeeded));
    }

    [Test]
    public async Task Container_Running_IsAnsweredWithItsProcesses()
    {
        await using var one = await OneAgent.StartAsync();
        var stream = await one.WelcomedAsync();

        await stream.SendAsync(new ServerMessage { Container = new ContainerInfo { Id = "containerd://abc", Name = "web" } });
        await stream.SendAsync(new ServerMessage { Container = new ContainerInfo { Id = "containerd://gone", Removed = true } });
        var answer = (await stream.ReceiveAsync()).ContainerProcesses;
        await stream.DeployAsync(Id, 1, 1);
        var next = await stream.StatusAsync();

        Assert.That(answer.Container.Id, Is.EqualTo("containerd://abc"));
        Assert.That(answer.Processes, Is.Not.Empty);
        Assert.That(next.ModuleId, Is.EqualTo(Id), "a removed container has no processes to report");
    }
}
