using System.Diagnostics;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.AgentSimulator.Fleet;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>Watchers that read slower than things change, and how often a watcher that reads well is told.</summary>
[NonParallelizable] // It measures memory and rates.
public sealed class SlowWatcherTests
{
    private const int Watchers = 40;
    private const int Updates = 60;
    private const int MaxExtraMebibytes = 300;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Watch_ReaderStops_IsEndedResumesAndNeverGrowsMemory()
    {
        await using var server = await ServerProcess.StartAsync("--Watch:SlowAfter=00:00:01");
        var api = new ApiClient(server.Channel);
        var module = await api.CreateAsync(Sample.Create("often-changed", extraBytes: 300_000));
        await UpdateAsync(api, module, 1);
        var before = ProcessMemory.Resident(server.Pid);
        var channels = Enumerable.Range(0, Watchers).Select(_ => GrpcChannel.ForAddress(server.Grpc)).ToList();
        try
        {
            var watches = new List<(AsyncServerStreamingCall<WatchResponse> Watch, Replica Replica)>();
            foreach (var channel in channels)
            {
                watches.Add(await BeginAsync(new ApiClient(channel), module.Id));
            }

            // Nobody reads any more.
            for (var i = 2; i <= Updates; i++)
            {
                await UpdateAsync(api, module, i);
            }

            // Read on only then: a reader that is back within SlowAfter was not too slow.
            await Eventually.TrueAsync(async () => await GivenUpAsync(server) == Watchers, "every watcher is given up");
            var most = ProcessMemory.Peak(server.Pid);
            await TestContext.Progress.WriteLineAsync($"{Watchers} watchers that do not read: {before} -> {most} MiB");
            Assert.That(most - before, Is.LessThan(MaxExtraMebibytes));
            var listed = await api.AllModulesAsync(ModuleView.Full);
            foreach (var (watch, replica) in watches)
            {
                await EndsAsTooSlowAsync(watch, replica);
                await ResumesAsync(api, replica, module.Id, listed);
            }
        }
        finally
        {
            channels.ForEach(channel => channel.Dispose());
        }
    }

    [Test]
    public async Task Watch_ProgressOfOneModule_ComesAtMostTenTimesASecond()
    {
        await using var server = await ServerProcess.StartAsync();
        var api = new ApiClient(server.Channel);
        await using var fleet = new AgentFleet(new FleetOptions
        {
            Server = new Uri(server.Grpc),
            Agents = 300,
            Behavior = new AgentBehavior { Latency = new LatencyRange(TimeSpan.Zero, TimeSpan.FromSeconds(3), Uniform: true) },
        });
        fleet.Start();
        await fleet.WaitForConnectedAsync(Bound);
        var module = await api.CreateAsync(Sample.Create("slowly-loaded"));
        using var watch = api.Watches.Watch(
            new WatchRequest
            {
                Subscriptions = { new Subscription { Key = "k", Modules = new ModulesTopic { ModuleIds = { module.Id } } } },
            },
            ApiClient.Patient());
        await watch.ResponseStream.MoveNext(CancellationToken.None);
        var clock = Stopwatch.StartNew();

        await api.DeployAsync(module.Id);
        var messages = 0;
        Module seen;
        do
        {
            Assert.That(await watch.ResponseStream.MoveNext(CancellationToken.None), Is.True);
            seen = watch.ResponseStream.Current.Changes.Modules.Single();
            messages++;
        }
        while (seen.Deployment.Phase != DeploymentPhase.Succeeded);

        Assert.That(messages, Is.LessThanOrEqualTo((clock.Elapsed.TotalSeconds * 10) + 2), "messages");
        Assert.That(messages, Is.GreaterThan(5), "and progress is seen");
        Assert.That(seen.Deployment.Counts.Succeeded, Is.EqualTo(300));
    }

    private static async Task<(AsyncServerStreamingCall<WatchResponse> Watch, Replica Replica)> BeginAsync(ApiClient api, string moduleId)
    {
        var replica = new Replica();
        var watch = api.Watches.Watch(replica.Request(moduleId, ModuleView.Full));
        while (replica.Token(Replica.ModulesKey).Length == 0 || replica.Token(Replica.EventsKey).Length == 0)
        {
            Assert.That(await watch.ResponseStream.MoveNext(CancellationToken.None), Is.True);
            replica.Apply(watch.ResponseStream.Current);
        }

        return (watch, replica);
    }

    private static async Task<int> GivenUpAsync(ServerProcess server)
    {
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(server.Web + "/metrics"));
        var count = metrics.Split('\n').FirstOrDefault(line =>
            line.StartsWith("apiserver_rpc_ended_streams_total", StringComparison.Ordinal)
            && line.Contains("WatchService/Watch", StringComparison.Ordinal)
            && line.Contains("RESOURCE_EXHAUSTED", StringComparison.Ordinal));
        return count is null ? 0 : int.Parse(count[(count.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
    }

    private static async Task EndsAsTooSlowAsync(AsyncServerStreamingCall<WatchResponse> watch, Replica replica)
    {
        using var tooLate = new CancellationTokenSource(Bound);
        var failure = await ApiClient.FailureOf(Task.Run(async () =>
        {
            while (await watch.ResponseStream.MoveNext(tooLate.Token))
            {
                replica.Apply(watch.ResponseStream.Current);
            }
        }));
        Assert.That(failure?.StatusCode, Is.EqualTo(StatusCode.ResourceExhausted), failure?.ToString());
        Assert.That(failure!.Reason(), Is.EqualTo("WATCHER_TOO_SLOW"));
        watch.Dispose();
    }

    private static async Task ResumesAsync(ApiClient api, Replica replica, string moduleId, List<Module> listed)
    {
        var events = await api.AllEventsAsync();
        using var watch = api.Watches.Watch(replica.Request(moduleId, ModuleView.Full), ApiClient.Patient());
        while (!replica.Modules.Values.SequenceEqual(listed) || !events.All(happened => replica.Events.ContainsKey(happened.Id)))
        {
            Assert.That(await watch.ResponseStream.MoveNext(CancellationToken.None), Is.True);
            replica.Apply(watch.ResponseStream.Current);
        }
    }

    private static async Task UpdateAsync(ApiClient api, Module module, int version)
    {
        var changed = Sample.Create(module.Name, version, extraBytes: 300_000);
        changed.Id = module.Id;
        await api.Modules.UpdateModuleAsync(
            new UpdateModuleRequest { Module = changed, UpdateMask = FieldMask.FromString<Module>("description,wasm") },
            ApiClient.Patient());
    }
}
