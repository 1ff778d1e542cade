using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.AgentSimulator.Fleet;
using Tricorder.ApiServer.Tests.AgentSimulator.Server;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Tests.AgentSimulator;

internal sealed class AgentFleetTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:1");

    [Test]
    public async Task Start_ManyAgents_AllConnectAndRunWhatTheyAreTold()
    {
        const int count = 100;
        await using var server = await WireServer.StartAsync();
        await using var fleet = new AgentFleet(new FleetOptions { Server = server.Address, Agents = count });
        fleet.Start();
        var streams = new List<ConnectStream>();
        for (var i = 0; i < count; i++)
        {
            var stream = await server.NextConnectAsync();
            await stream.WelcomeAsync();
            streams.Add(stream);
        }

        await fleet.WaitForConnectedAsync(OneAgent.Timeout);
        await Task.WhenAll(streams.Select(stream => stream.DeployAsync("m", 1, 1)));
        await fleet.WaitForRunningAsync("m", 1, OneAgent.Timeout);
        var states = await Task.WhenAll(streams.Select(async stream => (await stream.StatusAsync()).State));

        Assert.That(states, Is.All.EqualTo(InstanceState.Succeeded));
        var snapshot = fleet.Snapshot();
        Assert.That((snapshot.Connected, snapshot.Running, fleet.Counters.Succeeded), Is.EqualTo((count, count, (long)count)));
    }

    [Test]
    public async Task Start_ServerComesLater_AgentsFindIt()
    {
        int port;
        await using (var first = await WireServer.StartAsync())
        {
            port = first.Address.Port;
        }

        var options = new FleetOptions
        {
            Server = new Uri($"http://127.0.0.1:{port}"),
            Agents = 5,
            ReconnectMin = TimeSpan.FromMilliseconds(20),
            ReconnectMax = TimeSpan.FromMilliseconds(50),
        };
        await using var fleet = new AgentFleet(options);
        fleet.Start();
        await fleet.WaitUntilAsync(f => f.Counters.Unreachable >= 5, OneAgent.Timeout);

        await using var server = await WireServer.StartAsync(port);
        for (var i = 0; i < options.Agents; i++)
        {
            await (await server.NextConnectAsync()).WelcomeAsync();
        }

        await fleet.WaitForConnectedAsync(OneAgent.Timeout);
    }

    [Test]
    public void Agents_SameSeed_AreTheSameButForTheirIds()
    {
        var options = new FleetOptions { Server = Nowhere, Agents = 20, Seed = 5, Behavior = new AgentBehavior { FailRate = 0.5 } };
        var (one, other) = (new AgentFleet(options), new AgentFleet(options));

        Assert.That(one.Agents.Select(Traits), Is.EqualTo(other.Agents.Select(Traits)));
    }

    [Test]
    public void Agents_KindsByNumber_AreSlowFailingAndLegacy()
    {
        var fleet = new AgentFleet(new FleetOptions { Server = Nowhere, Agents = 10, SlowAgents = 2, FailingAgents = 1, LegacyAgents = 3 });

        Assert.Multiple(() =>
        {
            Assert.That(fleet.Agents.Count(agent => agent.Behavior.Latency == fleet.Options.SlowLatency), Is.EqualTo(2));
            Assert.That(fleet.Agents.Single(agent => agent.Behavior.AlwaysFails).Number, Is.EqualTo(3));
            Assert.That(
                fleet.Agents.Where(agent => agent.Wire == AgentWire.Legacy).Select(agent => agent.Number), Is.EqualTo(new[] { 8, 9, 10 }));
        });
    }

    [Test]
    public async Task Churn_GoingOn_AgentsComeBackUnderOtherIds()
    {
        await using var server = await WireServer.StartAsync();
        var time = new FakeTimeProvider();
        var options = new FleetOptions { Server = server.Address, Agents = 4, Seed = 3, ChurnPerMinute = 20 };
        await using var fleet = new AgentFleet(options, time);
        fleet.Start();
        using var stop = new CancellationTokenSource();
        var welcoming = WelcomeAllAsync(server, stop.Token);

        await fleet.WaitForConnectedAsync(OneAgent.Timeout);

        using var deadline = new CancellationTokenSource(OneAgent.Timeout);
        while (fleet.Counters.Restarts < 10 && !deadline.IsCancellationRequested)
        {
            await fleet.WaitUntilAsync(f => f.Agents.All(agent => agent.Phase != AgentPhase.Connecting), OneAgent.Timeout);
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await stop.CancelAsync();
        Assert.That(fleet.Counters.Restarts, Is.GreaterThanOrEqualTo(10));
        Assert.That(await welcoming, Is.GreaterThan(4), "distinct ids");
    }

    [Test]
    public void Problems_OptionsThatMakeNoSense_AreAllNamed()
    {
        var options = new FleetOptions
        {
            Server = Nowhere,
            Agents = 2,
            LegacyAgents = 3,
            SlowAgents = 2,
            FailingAgents = 1,
            ChurnPerMinute = -1,
            Behavior = new AgentBehavior { FailRate = 2, TrapRate = double.NaN },
        };

        var problems = string.Join('\n', options.Problems());

        foreach (var name in new[] { "--legacy", "--slow", "--churn", "--fail-rate", "--trap-rate" })
        {
            Assert.That(problems, Does.Contain(name));
        }
    }

    [TestCase("postgres-is-somewhere")]
    [TestCase("postgresql:user:secret@host/database")]
    [TestCase("postgresql:///database")]
    [TestCase("postgresql://user:secret@host:port/database")]
    [TestCase("Host=postgres;Password=secret")]
    public void Problems_NoAddressOfADatabase_IsNamedAndNotRepeated(string url)
    {
        var options = new FleetOptions { Server = Nowhere, DatabaseUrl = url };

        Assert.That(options.Problems(), Is.EqualTo(new[] { "--pg-url must be of the form postgresql://user:password@host:5432/database" }));
    }

    [TestCase("postgresql://user:secret@host:5432/database")]
    [TestCase("postgres://host/database")]
    [TestCase("")]
    public void Problems_AddressOfADatabaseOrNone_AreNone(string url) =>
        Assert.That(new FleetOptions { Server = Nowhere, DatabaseUrl = url }.Problems(), Is.Empty);

    private static (string Node, string Pod, NodeProfile Profile, ulong Fate) Traits(SimulatedAgent agent) =>
        (agent.NodeName, agent.PodUid, agent.Profile, agent.LoadDice.Next());

    private static async Task<int> WelcomeAllAsync(WireServer server, CancellationToken stop)
    {
        var ids = new HashSet<string>();
        try
        {
            await foreach (var stream in server.ConnectsAsync(stop))
            {
                ids.Add((await stream.WelcomeAsync()).AgentId);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }

        return ids.Count;
    }
}
