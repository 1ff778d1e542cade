using System.Diagnostics;
using Grpc.Core;
using Tricorder.ApiServer.AgentSimulator.Fleet;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>Agents that lie, babble, go silent or send garbage, beside twenty healthy ones.</summary>
[NonParallelizable] // It measures latencies and memory under load.
public sealed class HostileAgentTests
{
    private const int Healthy = 20;
    private const int MaxExtraMebibytes = 300;
    private static readonly TimeSpan Flood = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Convergence = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(30);

    private ServerProcess _server = null!;
    private ApiClient _api = null!;
    private AgentFleet _fleet = null!;
    private Module _module = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await ServerProcess.StartAsync(
            "--Agents:HelloTimeout=00:00:02",
            "--Agents:HeartbeatInterval=00:00:03",
            "--Agents:SendTimeout=00:00:03",
            "--Deployments:AnswerTimeout=00:00:05");
        _api = new ApiClient(_server.Channel);
        _fleet = new AgentFleet(new FleetOptions { Server = new Uri(_server.Grpc), Agents = Healthy });
        _fleet.Start();
        _module = await _api.CreateAsync(Sample.Create("beside-hostiles", extraBytes: 300_000));
        await _api.DeployAsync(_module.Id);
        await _fleet.WaitForExactlyAsync([new DesiredState(_module.Id, 1)], Convergence);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _fleet.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Agents_ThatFlood_DelayNobody()
    {
        var memory = ProcessMemory.Resident(_server.Pid);
        using var babbler = await RawAgent.WelcomedAsync(_server.Grpc, "babbler");
        using var waverer = await RawAgent.WelcomedAsync(_server.Grpc, "waverer");
        using var stranger = await RawAgent.WelcomedAsync(_server.Grpc, "stranger");
        FloodingAgent[] flooding =
        [
            new(babbler, order => [Beat(order), Status(order, InstanceState.Succeeded), Status(order, InstanceState.InProgress)]),
            new(waverer, order => [Status(order, InstanceState.Failed), Status(order, InstanceState.Succeeded)]),
            new(stranger, order =>
            [
                Other(order, module: Guid.NewGuid().ToString()),
                Other(order, generation: order.Generation - 1),
                Other(order, generation: long.MaxValue),
                Other(order, revision: 77),
            ]),
        ];

        await using var probe = new UnaryProbe(_api);
        var floods = flooding.Select(agent => Task.Run(() => agent.RunAsync(Flood))).ToList();
        var longest = await DeployWhileAsync(Task.WhenAll(floods).WaitAsync(Ending));

        var latencies = await probe.StopAsync();
        var most = ProcessMemory.Peak(_server.Pid);
        await TestContext.Progress.WriteLineAsync(
            $"Flood: {string.Join(", ", flooding.Select(agent => agent.Sent))} messages; longest convergence {longest.TotalSeconds:0.0} s; "
            + $"unary p50 {At(latencies, 0.5)} p95 {At(latencies, 0.95)} max {At(latencies, 1)}; {memory} -> {most} MiB");
        Assert.That(latencies[(int)(latencies.Count * 0.9)], Is.LessThan(TimeSpan.FromSeconds(1)));
        Assert.That(most - memory, Is.LessThan(MaxExtraMebibytes));
    }

    [Test]
    public async Task Agents_ThatBreakTheProtocol_AreEndedWithAClearStatus()
    {
        using var garbled = await RawAgent.WelcomedAsync(_server.Grpc, "garbled");
        await garbled.SendBytesAsync([0xFF, 0xFF, 0xFF]);
        using var oversized = await RawAgent.WelcomedAsync(_server.Grpc, "oversized");
        _ = ApiClient.FailureOf(oversized.SendBytesAsync(new byte[(8 << 20) + 100]));
        using var mute = new RawAgent(_server.Grpc);
        using var headless = new RawAgent(_server.Grpc);
        await headless.SendAsync(new AgentMessage { Heartbeat = new Heartbeat() });
        using var repeating = await RawAgent.WelcomedAsync(_server.Grpc, "repeating");
        await repeating.HelloAsync("repeating");
        using var silent = await RawAgent.WelcomedAsync(_server.Grpc, "silent");

        await Assert.MultipleAsync(async () =>
        {
            await EndsAsync(garbled, StatusCode.InvalidArgument, "MALFORMED_MESSAGE");
            await EndsAsync(oversized, StatusCode.ResourceExhausted, null);
            await EndsAsync(mute, StatusCode.InvalidArgument, "HELLO_TIMEOUT");
            await EndsAsync(headless, StatusCode.InvalidArgument, "HELLO_EXPECTED");
            await EndsAsync(repeating, StatusCode.InvalidArgument, "HELLO_REPEATED");
            await EndsAsync(silent, StatusCode.Unavailable, "HEARTBEATS_MISSED");
        });
        Assert.That(await DeployAsync(), Is.LessThan(Convergence));
        Assert.That(
            (await _api.AllAgentsAsync(AgentState.Online)).Select(agent => agent.Id),
            Is.EquivalentTo(_fleet.Agents.Select(agent => agent.AgentId)));
    }

    [Test]
    public async Task Agents_ThatLieAboutWhatTheyRun_ChangeNothing()
    {
        using var liar = await RawAgent.WelcomedAsync(_server.Grpc, "liar");
        var order = (await liar.ReadAsync())!.ModuleUpdate;
        await liar.SendAsync(Other(order, module: Guid.NewGuid().ToString()));
        await liar.SendAsync(Other(order, generation: order.Generation - 1));
        await liar.SendAsync(Other(order, generation: order.Generation + 1));
        await liar.SendAsync(Other(order, generation: 0));
        await liar.SendAsync(Other(order, revision: order.Revision + 1));
        await liar.SendAsync(Other(order, revision: -5));
        await liar.SendAsync(new AgentMessage());
        await liar.SendAsync(Status(order, InstanceState.InProgress));

        // IN_PROGRESS came last, so what came before it was read, too.
        var instance = await Eventually.ResultAsync(
            () => InstanceOfAsync(liar.Id),
            instance => instance.State == InstanceState.InProgress,
            "what is true is taken, what is not is ignored");
        Assert.That(instance.ObservedRevision, Is.Zero);

        await liar.SendAsync(Status(order, InstanceState.Succeeded));
        await Eventually.ResultAsync(
            () => InstanceOfAsync(liar.Id), instance => instance.State == InstanceState.Succeeded, "the true answer counts");
        Assert.That((await _api.DeploymentAsync(_module.Id)).Counts.Succeeded, Is.EqualTo(Healthy + 1));
    }

    [Test]
    public async Task Agent_ThatStopsReading_IsEndedAndDelaysNobody()
    {
        using var stalled = await RawAgent.WelcomedAsync(_server.Grpc, "stalled");

        Assert.That(await DeployAsync(), Is.LessThan(Convergence));

        await Eventually.ResultAsync(
            async () => (await _api.Agents.GetAgentAsync(new GetAgentRequest { AgentId = stalled.Id })).Agent,
            agent => agent.State == AgentState.Offline,
            "the agent that reads nothing is OFFLINE",
            Ending);
        await EndsAsync(stalled, StatusCode.Unavailable, "STALLED");
    }

    private async Task<TimeSpan> DeployWhileAsync(Task attack)
    {
        var longest = TimeSpan.Zero;
        do
        {
            var took = await DeployAsync();
            longest = took > longest ? took : longest;
        }
        while (!attack.IsCompleted);

        await attack;
        return longest;
    }

    /// <summary>Stops the module and runs it again; how long the healthy ones took for both.</summary>
    private async Task<TimeSpan> DeployAsync()
    {
        var watch = Stopwatch.StartNew();
        await _api.UndeployAsync(_module.Id);
        await _fleet.WaitForExactlyAsync([], Convergence);
        await _api.DeployAsync(_module.Id);
        await _fleet.WaitForExactlyAsync([new DesiredState(_module.Id, 1)], Convergence);
        return watch.Elapsed;
    }

    private async Task<ModuleInstance> InstanceOfAsync(string agentId) =>
        (await _api.Modules.ListModuleInstancesAsync(new ListModuleInstancesRequest { AgentId = agentId })).Instances.Single();

    private static async Task EndsAsync(RawAgent agent, StatusCode code, string? reason)
    {
        var end = await agent.EndAsync(Ending);
        Assert.That(end?.StatusCode, Is.EqualTo(code), end?.ToString() ?? "it ended with OK");
        if (reason is not null)
        {
            Assert.That(end!.Reason(), Is.EqualTo(reason));
        }
    }

    private static AgentMessage Beat(ModuleUpdate order) =>
        new()
        {
            Heartbeat = new Heartbeat
            {
                Usage = { new ModuleUsage { ModuleId = order.ModuleId, Events = long.MaxValue, LastError = new string('x', 2000) } },
            },
        };

    private static AgentMessage Status(ModuleUpdate order, InstanceState state) => new()
    {
        ModuleStatus = new ModuleStatus
        {
            ModuleId = order.ModuleId,
            Revision = order.Revision,
            Generation = order.Generation,
            State = state,
            Message = state.ToString(),
        },
    };

    private static AgentMessage Other(ModuleUpdate order, string? module = null, long? generation = null, int? revision = null)
    {
        var message = Status(order, InstanceState.Succeeded);
        message.ModuleStatus.ModuleId = module ?? order.ModuleId;
        message.ModuleStatus.Generation = generation ?? order.Generation;
        message.ModuleStatus.Revision = revision ?? order.Revision;
        return message;
    }

    private static string At(IReadOnlyList<TimeSpan> sorted, double share) =>
        $"{sorted[(int)((sorted.Count - 1) * share)].TotalMilliseconds:0} ms";
}
