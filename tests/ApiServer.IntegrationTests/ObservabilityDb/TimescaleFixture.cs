using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.ObservabilityDb;

/// <summary>A server with a database of its own that has TimescaleDB, as far as it can tell.</summary>
internal sealed class TimescaleFixture : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly PostgresWire _wire;
    private readonly ControlPlane _plane;
    private readonly Dictionary<string, string> _modules = [];

    private TimescaleFixture(string url, PostgresWire wire, ServerProcess server)
    {
        (Url, _wire, Server) = (url, wire, server);
        _plane = new ControlPlane(server.Channel);
    }

    /// <summary>The database itself.</summary>
    public string Url { get; }

    public ServerProcess Server { get; }

    /// <param name="version">Empty: there is no TimescaleDB yet.</param>
    /// <param name="settings">The server's.</param>
    public static async Task<TimescaleFixture> StartAsync(string version, params string[] settings)
    {
        var url = await PostgresCluster.Shared.CreateDatabaseAsync();
        if (version.Length > 0)
        {
            await FakeTimescale.InstallAsync(url, version);
        }

        var wire = PostgresWire.To(url);
        try
        {
            return new TimescaleFixture(
                url, wire, await ServerProcess.StartAsync([$"--ObservabilityDb:ConnectionString={wire.Url}", .. settings]));
        }
        catch
        {
            await wire.DisposeAsync();
            throw;
        }
    }

    /// <summary>Deploys a module; the answer is its table.</summary>
    public async Task<string> DeployAsync()
    {
        var module = await _plane.RunAsync();
        await _plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        var table = "tricorder_module_" + module.Id.Replace('-', '_');
        _modules[table] = module.Id;
        return table;
    }

    public async Task<Table> FindAsync(string table) =>
        (await new DatabaseService.DatabaseServiceClient(Server.Channel).ListTablesAsync(
            new ListTablesRequest { PageSize = 500 }, ControlPlane.Options))
        .Tables.Single(each => each.Name == table);

    /// <summary>What is wrong with a table that is there, once something is.</summary>
    public async Task<string> ProblemAsync(string table) => (await Eventually.ResultAsync(
        () => FindAsync(table),
        found => found is { Problems.Count: 1, Bytes: > 0 },
        "there is a problem with the table",
        Timeout)).Problems.Single();

    public async Task<ComponentStatus> StatusAsync() =>
        (await new StatusService.StatusServiceClient(Server.Channel).GetServerStatusAsync(
            new GetServerStatusRequest(), ControlPlane.Options))
        .Components.Single(component => component.Name == "database");

    /// <summary>The message of the deployment's condition TableReady, which is true.</summary>
    public async Task<string> ReadyAsync(string table)
    {
        var condition = (await _plane.DeploymentAsync(_modules[table])).Conditions.Single(condition => condition.Type == "TableReady");
        Assert.That(condition.Status, Is.EqualTo(ConditionStatus.True));
        return condition.Message;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await _wire.DisposeAsync();
    }
}
