using System.Text.Json;
using Tricorder.ApiServer.AgentSimulator.CommandLine;
using Tricorder.ApiServer.Tests.AgentSimulator.Server;

namespace Tricorder.ApiServer.Tests.AgentSimulator;

internal sealed class SimulatorCommandTests
{
    private StringWriter _output = null!;
    private StringWriter _error = null!;

    [SetUp]
    public void SetUp() => (_output, _error) = (new StringWriter(), new StringWriter());

    [TearDown]
    public void TearDown()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Test]
    public async Task Help_Asked_NamesOptionsExamplesAndTheCrashMarker()
    {
        var status = await InvokeAsync("--help");

        Assert.That(status, Is.Zero);
        Assert.That(
            _output.ToString(),
            Does.Contain("--fail-rate").And.Contain("Examples:").And.Contain("SIMULATOR: crash").And.Contain("20ms..500ms"));
    }

    [TestCase("--agents many", "--agents: 'many' is not a whole number")]
    [TestCase("--agents 0", "--agents must be at least 1")]
    [TestCase("--latency fast", "--latency: 'fast' is not a time or range")]
    [TestCase("--server localhost", "--server: 'localhost' is not the address of a server")]
    [TestCase("--fail-rate 2", "--fail-rate must be between 0 and 1")]
    [TestCase("--legacy --legacy-share 0.5", "give one of them")]
    [TestCase("--unheard-of", "--unheard-of")]
    public async Task Options_Wrong_AreExplainedInOneLine(string args, string message)
    {
        var status = await InvokeAsync(args.Split(' '));

        Assert.That(status, Is.EqualTo(1));
        Assert.That(_error.ToString(), Does.Contain(message));
        Assert.That(_output.ToString().Trim(), Is.Empty);
    }

    [Test]
    public async Task Run_ServerNotThere_SaysSoAndGoesOn()
    {
        var status = await InvokeAsync("--server", "http://127.0.0.1:1", "--agents", "3", "--duration", "1200ms");

        Assert.That(status, Is.Zero);
        Assert.That(_error.ToString(), Does.Contain("http://127.0.0.1:1 is not reachable: Connection refused"));
        Assert.That(_output.ToString(), Does.Contain("3 agents, 0 connects"));
    }

    [Test]
    public async Task Run_Json_EndsWithASummary()
    {
        await using var server = await WireServer.StartAsync();
        var run = InvokeAsync("--server", server.Address.ToString(), "--agents", "1", "--latency", "0", "--duration", "2s", "--json");
        var stream = await server.NextConnectAsync();
        await stream.WelcomeAsync();
        await stream.DeployAsync("m", 1, 1);
        await stream.StatusAsync();

        var status = await run;
        var lines = _output.ToString()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();

        Assert.That(status, Is.Zero);
        Assert.That(lines[0].GetProperty("kind").GetString(), Is.EqualTo("start"));
        Assert.That(lines[^1].GetProperty("kind").GetString(), Is.EqualTo("summary"));
        Assert.That(lines[^1].GetProperty("connects").GetInt64(), Is.EqualTo(1));
        Assert.That(lines[^1].GetProperty("succeeded").GetInt64(), Is.EqualTo(1));
        Assert.That(await stream.Left, Is.True, "it said good-bye");
    }

    private Task<int> InvokeAsync(params string[] args) => SimulatorCommand.InvokeAsync(args, _output, _error);
}
