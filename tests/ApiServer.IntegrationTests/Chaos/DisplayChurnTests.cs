using Grpc.Core;
using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.AgentSimulator.Fleet;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>
/// What is shown of a module's instances while agents come, go, fail and are cordoned: cells, counts and lists say the same.
/// </summary>
public sealed class DisplayChurnTests
{
    private const int Agents = 40;
    private const int Rounds = 6;
    private const int ChangesPerRound = 15;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Watch_UnderChurn_CellsCountsAndListsAgree()
    {
        var seed = Random.Shared.Next();
        await TestContext.Progress.WriteLineAsync($"Display churn: seed {seed}.");
        var random = new Random(seed);
        await using var server = await ServerProcess.StartAsync(
            "--Deployments:PoisonLosses=1000000", "--Deployments:RetryMin=00:00:00.2", "--Deployments:RetryMax=00:00:01");
        var api = new ApiClient(server.Channel);
        await using var fleet = new AgentFleet(new FleetOptions
        {
            Server = new Uri(server.Grpc),
            Agents = Agents,
            Seed = (ulong)seed,
            Behavior = new AgentBehavior
            {
                Latency = new LatencyRange(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(200)),
                FailRate = 0.2,
            },
            ReconnectMin = TimeSpan.FromMilliseconds(100),
            ReconnectMax = TimeSpan.FromSeconds(1),
        });
        fleet.Start();
        await fleet.WaitForConnectedAsync(Bound);
        var module = await api.CreateAsync(Sample.Create("shown"));
        await api.DeployAsync(module.Id);
        var (replica, gate) = (new Replica(), new Lock());
        using var stop = new CancellationTokenSource();
        var watching = Task.Run(() => WatchAsync(api, replica, gate, module.Id, stop.Token));

        var seen = new HashSet<DisplayState>();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(40));
        for (var round = 0; round < Rounds; round++)
        {
            for (var change = 0; change < ChangesPerRound; change++)
            {
                await ChangeAsync(api, fleet, module.Id, random);
                await pace.WaitForNextTickAsync();
                lock (gate)
                {
                    seen.UnionWith(replica.Instances.Values.Select(instance => instance.DisplayState));
                }
            }

            // Failures are tried again and agents reconnect meanwhile: nothing has to come to rest for this.
            await Eventually.ResultAsync(
                () => DifferenceAsync(api, replica, gate, module.Id),
                difference => difference.Length == 0,
                "cells, counts and lists agree",
                Bound);
        }

        await stop.CancelAsync();
        await watching;
        await TestContext.Progress.WriteLineAsync($"Display churn: {replica.Changes} changes, seen {string.Join(", ", seen.Order())}.");
        Assert.That(seen, Is.SupersetOf(new[] { DisplayState.Running, DisplayState.Failed, DisplayState.Cordoned, DisplayState.Offline }));
    }

    private static async Task ChangeAsync(ApiClient api, AgentFleet fleet, string moduleId, Random random)
    {
        var agent = fleet[random.Next(Agents)];
        switch (random.Next(10))
        {
            case < 3:
                agent.Restart((RestartKind)random.Next(3), TimeSpan.FromMilliseconds(random.Next(500)));
                break;
            case < 6:
                agent.Disconnect();
                break;
            case < 8 when agent.AgentId.Length > 0:
                await CordonAsync(api, agent.AgentId, random.Next(2) == 0);
                break;
            case 8 when random.Next(2) == 0:
                await api.UndeployAsync(moduleId);
                break;
            default:
                await api.DeployAsync(moduleId);
                break;
        }
    }

    private static async Task CordonAsync(ApiClient api, string agentId, bool cordoned)
    {
        var request = new UpdateAgentRequest
        {
            Agent = new V1.Agent { Id = agentId, Cordoned = cordoned },
            UpdateMask = new() { Paths = { "cordoned" } },
        };
        try
        {
            await api.Agents.UpdateAgentAsync(request, ApiClient.Patient());
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            // It has a new id, and has not said hello yet.
        }
    }

    /// <summary>
    /// What does not agree, in words; empty = all does. Everything is read at once, as somebody with two windows sees it.
    /// </summary>
    private static async Task<string> DifferenceAsync(ApiClient api, Replica replica, Lock gate, string moduleId)
    {
        var listed = await api.AllInstancesAsync(moduleId);
        var deployment = await api.DeploymentAsync(moduleId);
        var filtered = new DisplayCounts();
        foreach (var state in Enum.GetValues<DisplayState>().Where(state => state != DisplayState.Unspecified))
        {
            var page = await api.Modules.ListModuleInstancesAsync(
                new ListModuleInstancesRequest { ModuleId = moduleId, DisplayState = state, PageSize = 1 }, ApiClient.Patient());
            Add(filtered, state, page.TotalSize);
        }

        lock (gate)
        {
            var cells = Count(replica.Instances.Values);
            var watched = replica.Modules.GetValueOrDefault(moduleId)?.Deployment?.DisplayCounts;
            var byAgents = new DisplayCounts();
            foreach (var counts in replica.Agents.Values.Where(agent => agent.State != AgentState.Terminated)
                .Select(agent => agent.DisplayCounts))
            {
                Sum(byAgents, counts);
            }

            (string Name, DisplayCounts? Counts)[] all =
            [
                ("cells", cells), ("watched counts", watched), ("counts of agents", byAgents), ("deployment", deployment.DisplayCounts),
                ("list", Count(listed)), ("filters", filtered),
            ];
            return all.All(each => cells.Equals(each.Counts)) ? "" : string.Join("; ", all.Select(each => $"{each.Name}: {each.Counts}"));
        }
    }

    private static DisplayCounts Count(IEnumerable<ModuleInstance> instances)
    {
        var counts = new DisplayCounts();
        foreach (var instance in instances)
        {
            Add(counts, instance.DisplayState, 1);
        }

        return counts;
    }

    private static void Sum(DisplayCounts sum, DisplayCounts counts)
    {
        foreach (var field in DisplayCounts.Descriptor.Fields.InDeclarationOrder())
        {
            field.Accessor.SetValue(sum, (int)field.Accessor.GetValue(sum) + (int)field.Accessor.GetValue(counts));
        }
    }

    private static void Add(DisplayCounts counts, DisplayState state, int count)
    {
        var field = DisplayCounts.Descriptor.FindFieldByName(state.ToString().ToLowerInvariant());
        field.Accessor.SetValue(counts, (int)field.Accessor.GetValue(counts) + count);
        counts.Total += count;
    }

    private static async Task WatchAsync(ApiClient api, Replica replica, Lock gate, string moduleId, CancellationToken stop)
    {
        using var watch = api.Watches.Watch(replica.Request(moduleId), cancellationToken: stop);
        try
        {
            while (await watch.ResponseStream.MoveNext(stop))
            {
                lock (gate)
                {
                    replica.Apply(watch.ResponseStream.Current);
                }
            }
        }
        catch (Exception e) when (stop.IsCancellationRequested && e is RpcException or OperationCanceledException)
        {
            // The test has seen enough.
        }
    }
}
