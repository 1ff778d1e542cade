using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.AgentSimulator.Fleet;
using Tricorder.ApiServer.Tests.AgentSimulator.Server;

namespace Tricorder.ApiServer.Tests.AgentSimulator;

/// <summary>One agent that has been started, the server it talks to, and a clock that stands still.</summary>
internal sealed class OneAgent : IAsyncDisposable
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private OneAgent(WireServer server, AgentFleet fleet, FakeTimeProvider time) => (Server, Fleet, Time) = (server, fleet, time);

    public WireServer Server { get; }

    public AgentFleet Fleet { get; }

    public SimulatedAgent Agent => Fleet[0];

    public FakeTimeProvider Time { get; }

    public static async Task<OneAgent> StartAsync(AgentWire wire = AgentWire.V1, AgentBehavior? behavior = null)
    {
        var server = await WireServer.StartAsync();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var fleet = new AgentFleet(
            new FleetOptions
            {
                Server = server.Address,
                LegacyAgents = wire == AgentWire.Legacy ? 1 : 0,
                Behavior = behavior ?? new AgentBehavior(),
                RecordUpdates = true,
                Seed = 7,
            },
            time);
        fleet.Start();
        return new OneAgent(server, fleet, time);
    }

    /// <summary>The agent's next stream, welcomed.</summary>
    public async Task<ConnectStream> WelcomedAsync(TimeSpan? heartbeat = null)
    {
        var stream = await Server.NextConnectAsync();
        await stream.WelcomeAsync(heartbeat);
        await Agent.WaitForConnectedAsync(Timeout);
        return stream;
    }

    /// <summary>Waits until the agent waits, then lets that time pass.</summary>
    public async Task PassAsync(AgentPhase phase, TimeSpan time)
    {
        await Agent.WaitUntilAsync(agent => agent.Phase == phase, Timeout);
        Time.Advance(time);
    }

    public async ValueTask DisposeAsync()
    {
        await Fleet.DisposeAsync();
        await Server.DisposeAsync();
    }
}
