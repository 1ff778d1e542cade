using System.Diagnostics;
using Tricorder.ApiServer.AgentSimulator.Fleet;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>Three hundred agents that read nothing beside seven hundred that do.</summary>
[NonParallelizable] // It compares times.
public sealed class StalledReadersTests
{
    private const int Healthy = 700;
    private const int Stalled = 300;

    // More than an HTTP/2 window and the server's own buffer hold together.
    private const int ExtraBytes = 300_000;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Deploy_BesideStalledReaders_IsNotDelayedByThem()
    {
        await using var server = await ServerProcess.StartAsync();
        var api = new ApiClient(server.Channel);
        await using var fleet = new AgentFleet(new FleetOptions { Server = new Uri(server.Grpc), Agents = Healthy });
        fleet.Start();
        await fleet.WaitForConnectedAsync(Bound);
        var module = await api.CreateAsync(Sample.Create("large", extraBytes: ExtraBytes));
        await ConvergeAsync(api, fleet, module.Id, 0);
        var alone = await ConvergeAsync(api, fleet, module.Id, 1);
        await ConvergeAsync(api, fleet, module.Id, 0);

        var stalled = await Task.WhenAll(Enumerable.Range(1, Stalled).Select(i => RawAgent.WelcomedAsync(server.Grpc, $"stalled-{i}")));
        try
        {
            // The first time they stall in the middle of it; the second time they hang already.
            var stalling = await ConvergeAsync(api, fleet, module.Id, 1);
            await ConvergeAsync(api, fleet, module.Id, 0);
            var beside = await ConvergeAsync(api, fleet, module.Id, 1);

            await TestContext.Progress.WriteLineAsync(
                $"700 agents: {alone.TotalSeconds:0.0} s alone, {stalling.TotalSeconds:0.0} s while 300 stall, "
                + $"{beside.TotalSeconds:0.0} s beside them; {ProcessMemory.Peak(server.Pid)} MiB");
            Assert.That(stalling, Is.LessThan((alone * 2) + TimeSpan.FromSeconds(5)));
            Assert.That(beside, Is.LessThan((alone * 2) + TimeSpan.FromSeconds(5)));
            var counts = (await api.DeploymentAsync(module.Id)).Counts;
            Assert.That(
                (counts.Total, counts.Succeeded),
                Is.EqualTo((Healthy + Stalled, Healthy)),
                "the stalled ones have not taken what they were sent");
            Assert.That(await api.AllAgentsAsync(AgentState.Online), Has.Count.EqualTo(Healthy + Stalled));
        }
        finally
        {
            foreach (var agent in stalled)
            {
                agent.Dispose();
            }
        }
    }

    private static async Task<TimeSpan> ConvergeAsync(ApiClient api, AgentFleet fleet, string moduleId, int revision)
    {
        var watch = Stopwatch.StartNew();
        await (revision == 0 ? api.UndeployAsync(moduleId) : api.DeployAsync(moduleId, revision));
        await fleet.WaitForExactlyAsync(revision == 0 ? [] : [new DesiredState(moduleId, revision)], Bound);
        await Eventually.ResultAsync(
            () => api.DeploymentAsync(moduleId),
            deployment => deployment.Counts.Succeeded >= Healthy,
            "the answers of the healthy ones are recorded",
            Bound);
        return watch.Elapsed;
    }
}
