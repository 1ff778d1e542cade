using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.AgentSimulator.Fleet;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>A thousand agents of which some restart, move, lose their connection or vanish all the time.</summary>
[NonParallelizable] // A thousand connections and their restarts keep both cores busy.
public sealed class ChurnTests
{
    private const int Agents = 1000;
    private const int Rounds = 24;
    private const int HitsPerRound = 15;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Deploy_WhileAgentsComeAndGo_ConvergesOnceTheyStay()
    {
        var seed = Random.Shared.Next();
        await TestContext.Progress.WriteLineAsync($"Churn: seed {seed}.");
        var random = new Random(seed);

        // An agent that is killed twice in a minute looks as if a module had killed it.
        await using var server = await ServerProcess.StartAsync("--Deployments:PoisonLosses=1000000");
        var api = new ApiClient(server.Channel);
        await using var fleet = new AgentFleet(new FleetOptions
        {
            Server = new Uri(server.Grpc),
            Agents = Agents,
            Seed = (ulong)seed,
            Behavior = new AgentBehavior { Latency = new LatencyRange(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(200)) },
            ReconnectMin = TimeSpan.FromMilliseconds(100),
            ReconnectMax = TimeSpan.FromSeconds(1),
        });
        fleet.Start();
        await fleet.WaitForConnectedAsync(Bound);
        var modules = new List<Module>();
        for (var i = 1; i <= 3; i++)
        {
            modules.Add(await api.CreateAsync(Sample.Create($"churned-{i}")));
        }

        var vanished = new HashSet<SimulatedAgent>();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        for (var round = 0; round < Rounds; round++)
        {
            for (var hit = 0; hit < HitsPerRound; hit++)
            {
                await HitAsync(fleet[random.Next(Agents)], random, vanished);
            }

            var module = modules[random.Next(modules.Count)];
            await (random.Next(2) == 0 ? api.UndeployAsync(module.Id) : api.DeployAsync(module.Id));
            await pace.WaitForNextTickAsync();
        }

        await api.UndeployAsync(modules[0].Id);
        await api.DeployAsync(modules[1].Id);
        await api.DeployAsync(modules[2].Id);
        var staying = fleet.Agents.Except(vanished).ToList();
        DesiredState[] wanted = [new(modules[1].Id, 1), new(modules[2].Id, 1)];
        await fleet.WaitForExactlyAsync(staying, wanted, Bound);
        await VerifyTotalsAsync(api, modules, staying);
    }

    private static async Task HitAsync(SimulatedAgent agent, Random random, HashSet<SimulatedAgent> vanished)
    {
        switch (random.Next(20))
        {
            case 0:
                vanished.Add(agent);
                await agent.KillAsync();
                break;
            case < 6 when !vanished.Contains(agent):
                agent.Disconnect();
                break;
            case var kind when !vanished.Contains(agent):
                agent.Restart((RestartKind)(kind % 3), TimeSpan.FromMilliseconds(random.Next(1000)));
                break;
        }
    }

    private static async Task VerifyTotalsAsync(ApiClient api, List<Module> modules, List<SimulatedAgent> staying)
    {
        foreach (var module in modules)
        {
            await Eventually.ResultAsync(
                () => api.DeploymentAsync(module.Id),
                deployment => deployment.Phase == DeploymentPhase.Succeeded && deployment.Counts.Succeeded == staying.Count,
                $"{module.Name} is SUCCEEDED on {staying.Count} agents",
                Bound);
        }

        var agents = await api.AllAgentsAsync();
        var byState = agents.ToLookup(agent => agent.State);
        Assert.That(byState[AgentState.Online].Select(agent => agent.Id), Is.EquivalentTo(staying.Select(agent => agent.AgentId)));
        var status = (await api.Status.GetServerStatusAsync(new GetServerStatusRequest())).AgentCounts;
        Assert.That(
            (status.Online, status.Offline, status.Terminated, status.Total),
            Is.EqualTo((staying.Count,
                byState[AgentState.Offline].Count(),
                byState[AgentState.Terminated].Count(),
                staying.Count + byState[AgentState.Offline].Count())));

        // Who came back on the same node has replaced himself; who is OFFLINE is the only one its node has left.
        Assert.That(byState[AgentState.Terminated], Is.Not.Empty);
        var nodes = byState[AgentState.Offline].Select(agent => agent.NodeName).ToList();
        Assert.That(nodes, Is.Unique);
        Assert.That(nodes.Intersect(staying.Select(agent => agent.NodeName)), Is.Empty);
        foreach (var module in modules)
        {
            var counts = (await api.DeploymentAsync(module.Id)).Counts;
            Assert.That((counts.Total, counts.Offline), Is.EqualTo((status.Total, status.Offline)), module.Name);
            var shown = (await api.AllInstancesAsync(module.Id)).Select(instance => instance.AgentId);
            Assert.That(
                shown.Intersect(byState[AgentState.Terminated].Select(agent => agent.Id)), Is.Empty, "instances of TERMINATED agents");
        }
    }
}
