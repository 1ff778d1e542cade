using System.Text.Json.Nodes;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>
/// The real command line against a real server, which the tests of a fixture share; each has a directory and a configuration of its own.
/// </summary>
public abstract class CliTest
{
    private protected ServerProcess Server { get; private set; } = null!;

    private protected ControlPlane Plane => new(Server.Channel);

    /// <summary>Where the command line runs; new for each test.</summary>
    private protected string Home { get; private set; } = "";

    /// <summary>What the command line's environment has beside the address of the server; null takes a variable away.</summary>
    private protected Dictionary<string, string?> Variables { get; private set; } = [];

    private protected virtual Task<ServerProcess> StartServerAsync() => ServerProcess.StartAsync();

    [OneTimeSetUp]
    public async Task StartAsync() => Server = await StartServerAsync();

    [OneTimeTearDown]
    public virtual async Task StopAsync() => await Server.DisposeAsync();

    [SetUp]
    public void MakeHome()
    {
        Home = Directory.CreateTempSubdirectory("tricorder-").FullName;
        Variables = new Dictionary<string, string?>
        {
            ["TRICORDER_SERVER"] = Server.Grpc,
            ["TRICORDER_CONFIG"] = Path.Combine(Home, "config.yaml"),
            ["TRICORDER_TOKEN"] = null,
        };
    }

    [TearDown]
    public void RemoveHome() => Directory.Delete(Home, recursive: true);

    /// <summary>Starts it with arguments, and nothing on its standard input.</summary>
    private protected CliRun Start(params IEnumerable<string> arguments) => new(Home, Variables, "", arguments);

    private protected async Task<CliResult> RunAsync(params IEnumerable<string> arguments)
    {
        await using var run = Start(arguments);
        return await run.EndAsync();
    }

    /// <summary>The same with something on its standard input.</summary>
    private protected async Task<CliResult> FeedAsync(string input, params IEnumerable<string> arguments)
    {
        await using var run = new CliRun(Home, Variables, input, arguments);
        return await run.EndAsync();
    }

    /// <summary>Runs it, and fails the test unless it says that it did what it should.</summary>
    private protected async Task<CliResult> DoAsync(params IEnumerable<string> arguments)
    {
        var result = await RunAsync(arguments);
        Assert.That(result.ExitCode, Is.Zero, result.ToString);
        return result;
    }

    /// <summary>The same with <c>-o json</c>; returns what it printed.</summary>
    private protected async Task<JsonNode> JsonAsync(params IEnumerable<string> arguments) =>
        JsonNode.Parse((await DoAsync([.. arguments, "-o", "json"])).Out)!;
}
