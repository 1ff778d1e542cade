using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Clients;

/// <summary>The example of an SDK with its language's real toolchain, against the real server and simulated agents.</summary>
public abstract class ClientTest
{
    private protected ServerProcess Server { get; private set; } = null!;

    /// <summary>What the program is told; the address is with scheme or without.</summary>
    private protected virtual Dictionary<string, string> Variables => new() { ["TRICORDER_SERVER"] = new Uri(Server.Grpc).Authority };

    [SetUp]
    public async Task StartAsync() => Server = await ServerProcess.StartAsync();

    [TearDown]
    public async Task StopAsync() => await Server.DisposeAsync();

    [Test]
    public async Task Example_OnAgentsThatLoadIt_ShowsItConverge()
    {
        await using var fleet = await SimulatedFleet.ConnectAsync(Server, agents: 5);
        var module = await new ControlPlane(Server.Channel).CreateAsync();

        var run = await DeployAsync(module.Name);

        Assert.That(run.ExitCode, Is.Zero, run.ToString);
        Assert.That(run.Output, Does.Contain($"{module.Name}: revision 1").And.Contains("5 of 5 running, 0 failed"));
    }

    [Test]
    public async Task Example_OnAnAgentThatFails_EndsWithItsText()
    {
        await using var fleet = await SimulatedFleet.ConnectAsync(Server, agents: 3, failing: 1);
        var module = await new ControlPlane(Server.Channel).CreateAsync();

        var run = await DeployAsync(module.Id);

        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString);
        Assert.That(run.Output, Does.Match("failed: bpf: failed to load program"));
    }

    /// <summary>Runs the example.</summary>
    private protected abstract Task<ClientProcess> DeployAsync(string module);
}
