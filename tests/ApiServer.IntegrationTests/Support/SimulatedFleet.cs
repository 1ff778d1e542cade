using Tricorder.ApiServer.AgentSimulator.Fleet;

namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>Simulated agents of a test, in this process.</summary>
internal static class SimulatedFleet
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Starts them, and returns when all are connected.</summary>
    public static async Task<AgentFleet> ConnectAsync(ServerProcess server, int agents, int failing = 0, string databaseUrl = "")
    {
        var fleet = new AgentFleet(new FleetOptions
        {
            Server = new Uri(server.Grpc),
            Agents = agents,
            FailingAgents = failing,
            DatabaseUrl = databaseUrl,
        });
        fleet.Start();
        await fleet.WaitForConnectedAsync(Timeout);
        return fleet;
    }
}
