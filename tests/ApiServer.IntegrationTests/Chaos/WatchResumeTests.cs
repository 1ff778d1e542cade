using Grpc.Core;
using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.AgentSimulator.Fleet;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>Watchers that lose their stream at any moment and go on where they were.</summary>
public sealed class WatchResumeTests
{
    private const int Agents = 30;
    private const int Changes = 120;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Watch_DisconnectedAtRandomPoints_MissesNothingAndRepeatsNoEvent()
    {
        var seed = Random.Shared.Next();
        await TestContext.Progress.WriteLineAsync($"Watch: seed {seed}.");
        await using var server = await ServerProcess.StartAsync("--Watch:BookmarkInterval=00:00:01", "--Agents:HeartbeatInterval=00:00:08");
        var api = new ApiClient(server.Channel);
        await using var fleet = new AgentFleet(new FleetOptions
        {
            Server = new Uri(server.Grpc),
            Agents = Agents,
            Seed = (ulong)seed,
            Behavior = new AgentBehavior
            {
                Latency = new LatencyRange(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(300)),
                FailRate = 0.1,
            },
        });
        fleet.Start();
        await fleet.WaitForConnectedAsync(Bound);
        var module = await api.CreateAsync(Sample.Create("watched"));
        var (replica, gate) = (new Replica(), new Lock());
        using var stop = new CancellationTokenSource();

        var watching = Task.Run(() => WatchAsync(api, replica, gate, module.Id, new Random(seed), stop.Token));
        await ChangeThingsAsync(api, fleet, module, new Random(seed + 1));
        await Eventually.TrueAsync(
            async () => (await api.DeploymentAsync(module.Id)).Phase == DeploymentPhase.Succeeded, "the fleet settles", Bound);
        await ReplicaCheck.EqualsListsAsync(replica, gate, api, module.Id, Bound);

        await stop.CancelAsync();
        var disconnects = await watching;
        await TestContext.Progress.WriteLineAsync(
            $"Watch: {replica.Changes} changes over {disconnects} streams, {replica.Unchanged} items that had not changed.");
        Assert.That(disconnects, Is.GreaterThan(5));
        Assert.That(replica.RepeatedEvents, Is.Empty);
    }

    /// <summary>Watches over many streams, each cut after a few messages, and returns how many there were.</summary>
    private static async Task<int> WatchAsync(
        ApiClient api, Replica replica, Lock gate, string moduleId, Random random, CancellationToken stop)
    {
        for (var streams = 0; ; streams++)
        {
            using var cut = CancellationTokenSource.CreateLinkedTokenSource(stop);
            using var watch = api.Watches.Watch(replica.Request(moduleId), cancellationToken: cut.Token);

            // Each resumed subscription begins with a bookmark; less than these would lead nowhere.
            var messages = random.Next(5, 40);
            try
            {
                while (messages-- > 0 && await watch.ResponseStream.MoveNext(cut.Token))
                {
                    lock (gate)
                    {
                        replica.Apply(watch.ResponseStream.Current);
                    }
                }
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled && stop.IsCancellationRequested)
            {
                return streams;
            }

            await cut.CancelAsync();
        }
    }

    private static async Task ChangeThingsAsync(ApiClient api, AgentFleet fleet, Module module, Random random)
    {
        var others = new Queue<string>();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var i = 1; i <= Changes; i++)
        {
            switch (random.Next(8))
            {
                case 0:
                    others.Enqueue((await api.CreateAsync(Sample.Create($"other-{i}"))).Id);
                    break;
                case 1 when others.TryDequeue(out var id):
                    await api.UndeployAsync(id);
                    await api.Modules.DeleteModuleAsync(new DeleteModuleRequest { ModuleId = id }, ApiClient.Patient());
                    break;
                case 2 when others.TryPeek(out var id):
                    await api.DeployAsync(id);
                    break;
                case 3:
                    fleet[random.Next(Agents)].Restart((RestartKind)random.Next(3), TimeSpan.FromMilliseconds(random.Next(300)));
                    break;
                case 4:
                    await api.UndeployAsync(module.Id);
                    break;
                default:
                    await api.DeployAsync(module.Id);
                    break;
            }

            await pace.WaitForNextTickAsync();
        }

        foreach (var id in others)
        {
            await api.UndeployAsync(id);
        }

        await api.UndeployAsync(module.Id);
        await fleet.WaitForExactlyAsync([], Bound);
    }
}
