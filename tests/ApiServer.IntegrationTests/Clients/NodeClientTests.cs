using System.Text.Json.Nodes;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Clients;

/// <summary>The examples of the TypeScript SDK, in Node, against the real server and simulated agents.</summary>
public sealed class NodeClientTests
{
    private ServerProcess _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await ServerProcess.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Deploy_OnAgentsThatLoadIt_ShowsItConverge()
    {
        await using var fleet = await SimulatedFleet.ConnectAsync(_server, agents: 5);
        var module = await new ControlPlane(_server.Channel).CreateAsync();

        var listed = await RunAsync("deploy.mjs");
        var deployed = await RunAsync("deploy.mjs", module.Name);

        Assert.That((listed.ExitCode, listed.Output.Trim()), Is.EqualTo((0, $"{module.Id}  {module.Name}")), listed.Error);
        Assert.That((deployed.ExitCode, deployed.Error), Is.EqualTo((0, "")), deployed.Output);
        Assert.That(deployed.Output, Does.Contain("5/5 running, 0 updating, 0 pending, 0 failed").And.EndWith("SUCCEEDED\n"));
    }

    [Test]
    public async Task Deploy_OnAnAgentThatFails_EndsWithItsText()
    {
        await using var fleet = await SimulatedFleet.ConnectAsync(_server, agents: 3, failing: 1);
        var plane = new ControlPlane(_server.Channel);
        var module = await plane.CreateAsync();

        var deployed = await RunAsync("deploy.mjs", module.Id);

        var failure = (await plane.Modules.ListModuleInstancesAsync(
            new ListModuleInstancesRequest { ModuleId = module.Id, State = InstanceState.Failed },
            ControlPlane.Options)).Instances.Single();
        Assert.That(deployed.ExitCode, Is.EqualTo(1), deployed.Output);
        Assert.That(deployed.Output, Does.Contain("2/3 running, 0 updating, 0 pending, 1 failed").And.EndWith("DEGRADED\n"));
        Assert.That(deployed.Error.Trim(), Is.EqualTo($"{failure.NodeName}: {failure.Message}"));
    }

    [Test]
    public async Task Create_WithWrongFields_NamesThem()
    {
        var file = Path.Combine(_server.DataDirectory, "wrong.json");
        await File.WriteAllTextAsync(file, new JsonObject { ["module"] = new JsonObject { ["name"] = "a b" } }.ToJsonString());

        var created = await RunAsync("create.mjs", file);

        Assert.That(created.ExitCode, Is.EqualTo(1), created.Output);
        Assert.That(created.Error, Does.Contain("\n  module.name: ").And.Contain("\n  module.ebpf: is required"));
    }

    [Test]
    public async Task Connection_WithTlsAndAToken_IsLetIn()
    {
        using var certificates = new TestCertificates();
        await using var secured = await ServerProcess.StartAsync(certificates, "--Security:RequireAuth=true");
        var token = PlantedSecrets.Add((await File.ReadAllTextAsync(Path.Combine(secured.DataDirectory, "bootstrap-token"))).Trim());
        var variables = new Dictionary<string, string> { ["APISERVER_ADDRESS"] = secured.Grpc, ["APISERVER_CA"] = certificates.CaFile };

        var stranger = await RunAsync(variables, "deploy.mjs");
        var known = await RunAsync(new Dictionary<string, string>(variables) { ["APISERVER_TOKEN"] = token }, "deploy.mjs");

        Assert.That((stranger.ExitCode, known.ExitCode), Is.EqualTo((1, 0)), stranger.Error + known.Error);
        Assert.That(stranger.Error, Does.StartWith("NO_CREDENTIALS: "));
    }

    private Task<ClientProcess> RunAsync(params string[] arguments) =>
        RunAsync(new Dictionary<string, string> { ["APISERVER_ADDRESS"] = _server.Grpc }, arguments);

    private static Task<ClientProcess> RunAsync(Dictionary<string, string> variables, params string[] arguments)
    {
        ClientProcess.Needs("clients/typescript/dist/index.js", "run make build");
        var examples = ClientProcess.Needs("clients/typescript/examples/deploy.mjs", "it is part of the repository");
        return ClientProcess.RunAsync("node", arguments, examples, variables);
    }
}
