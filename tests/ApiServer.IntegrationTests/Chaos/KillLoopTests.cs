using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.AgentSimulator.Fleet;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.Tests;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>The server is killed again and again in the middle of what it does.</summary>
[NonParallelizable] // It keeps both cores busy for a minute; tests with deadlines beside it would fail.
public sealed class KillLoopTests
{
    private static readonly int Kills = TestForm.Of(8, 22);
    private const int Drivers = 6;
    private const int RoundsPerConvergence = 4;
    private static readonly TimeSpan Convergence = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Kill_AtRandomMoments_LosesNothingAcknowledgedAndTheFleetReconverges()
    {
        var seed = Environment.GetEnvironmentVariable("APISERVER_TEST_SEED") is { Length: > 0 } given
            ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        await TestContext.Progress.WriteLineAsync($"Kill loop: APISERVER_TEST_SEED={seed} repeats this script.");
        var random = new Random(seed);

        // The agents are restarted so often that the poison brake would hold back what is innocent.
        await using var server = await ServerProcess.StartAsync("--Deployments:PoisonLosses=1000000");
        var api = new ApiClient(server.Channel);
        var drivers = Enumerable.Range(1, Drivers).Select(i => new ModuleDriver(api, $"slot{i}", seed + i)).ToList();
        await using var fleet = new AgentFleet(new FleetOptions
        {
            Server = new Uri(server.Grpc),
            Agents = 23,
            LegacyAgents = 3,
            Seed = (ulong)seed,
            Behavior = new AgentBehavior { Latency = new LatencyRange(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(40)) },
            ReconnectMin = TimeSpan.FromMilliseconds(50),
            ReconnectMax = TimeSpan.FromMilliseconds(300),
            RestartMin = TimeSpan.FromMilliseconds(50),
            RestartMax = TimeSpan.FromMilliseconds(300),
            RecordUpdates = true,
        });
        fleet.Start();

        for (var round = 1; round <= Kills; round++)
        {
            RestartAgents(fleet, random);
            await KillAmongCallsAsync(server, drivers, random);
            await server.StartAgainAsync();
            if (random.Next(5) == 0)
            {
                await server.RestartAsync(); // Killed while the agents come back.
            }

            await Task.WhenAll(drivers.Select(driver => driver.VerifyAsync()));
            if (round % RoundsPerConvergence == 0 || round == Kills)
            {
                await VerifyConvergenceAsync(api, fleet, drivers);
            }
        }

        await TestContext.Progress.WriteLineAsync(
            $"{drivers.Sum(driver => driver.Acknowledged)} calls acknowledged; cut off: {drivers.Sum(driver => driver.CutOff.Applied)} had "
            + $"taken effect, {drivers.Sum(driver => driver.CutOff.Lost)} had not.");
        Assert.That(
            drivers.Sum(driver => driver.CutOff.Applied + driver.CutOff.Lost), Is.GreaterThan(Kills), "calls were in flight at the kills");
    }

    private static void RestartAgents(AgentFleet fleet, Random random)
    {
        for (var i = random.Next(4); i > 0; i--)
        {
            fleet[random.Next(fleet.Agents.Count)].Restart((RestartKind)random.Next(3), TimeSpan.FromMilliseconds(random.Next(200)));
        }
    }

    /// <summary>Kills the server a moment after a random call of the round was sent.</summary>
    private static async Task KillAmongCallsAsync(ServerProcess server, List<ModuleDriver> drivers, Random random)
    {
        using var killed = new CancellationTokenSource();
        var left = random.Next(1, 120);
        var moment = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = drivers.Select(driver => driver.RunAsync(
            () =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                {
                    moment.TrySetResult();
                }
            },
            killed.Token)).ToList();
        var drivenWrong = Task.WhenAny(running);
        if (await Task.WhenAny(moment.Task, drivenWrong) == drivenWrong)
        {
            await await drivenWrong;
            Assert.Fail("A call failed although the server was not killed.");
        }

        using (var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(random.Next(1, 20))))
        {
            await pause.WaitForNextTickAsync();
        }

        await server.KillAsync();
        await killed.CancelAsync();
        await Task.WhenAll(running);
    }

    private static async Task VerifyConvergenceAsync(ApiClient api, AgentFleet fleet, List<ModuleDriver> drivers)
    {
        var wanted = drivers.Select(driver => driver.Desired).OfType<DesiredState>().ToList();
        await fleet.WaitForExactlyAsync(wanted, Convergence);
        foreach (var module in wanted)
        {
            await Eventually.ResultAsync(
                () => api.DeploymentAsync(module.Id),
                deployment => deployment.Phase == DeploymentPhase.Succeeded && deployment.Counts.Succeeded == fleet.Agents.Count,
                $"{module.Id} is SUCCEEDED on all {fleet.Agents.Count} agents");
        }

        Assert.That(fleet.Agents.All(agent => agent.HoldsExactly(wanted)), Is.True, "and it stays so");
    }
}
