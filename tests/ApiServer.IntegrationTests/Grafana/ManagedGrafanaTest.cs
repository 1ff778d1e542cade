using System.Text.Json.Nodes;
using Tricorder.ApiServer.IntegrationTests.Api;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.IntegrationTests.Support.Grafana;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>A server with a Grafana of one version and a database of its own, new for each test.</summary>
public abstract class ManagedGrafanaTest(string version)
{
    private protected GrafanaServer Grafana { get; private set; } = null!;

    private protected ServerProcess Server { get; set; } = null!;

    private protected string Url { get; private set; } = "";

    private protected ControlPlane Plane => new(Server.Channel);

    private protected RestClient Rest => new(Server.Http);

    private protected GrafanaService.GrafanaServiceClient Service => new(Server.Channel);

    private protected virtual string[] Settings => [];

    [SetUp]
    public async Task StartAllAsync()
    {
        Grafana = await GrafanaServer.StartAsync(GrafanaProfile.All.Single(profile => profile.Version == version));
        Url = await PostgresCluster.Shared.CreateDatabaseAsync();
        Server = await ServerProcess.StartAsync(
        [
            $"--ObservabilityDb:ConnectionString={Url}",
            "--Web:PublicUrl=http://localhost:8080",
            "--Grafana:PublicUrl=https://grafana.example",
            .. Grafana.ServerSettings, .. Settings,
        ]);
    }

    [TearDown]
    public async Task StopAllAsync()
    {
        await Server.DisposeAsync();
        await Grafana.DisposeAsync();
    }

    /// <summary>Deploys a module, and waits until its dashboard is there.</summary>
    private protected async Task<Module> RunAsync(Action<Module>? change = null)
    {
        var module = await Plane.RunAsync(change);
        await DashboardAsync(module.Id, "READY");
        return module;
    }

    private protected Task<DeploymentCondition> DashboardAsync(string moduleId, string reason, int seconds = 60) => Eventually.ResultAsync(
        async () => (await Plane.DeploymentAsync(moduleId)).Conditions.Single(condition => condition.Type == "DashboardReady"),
        condition => condition.Reason == reason, $"DashboardReady is {reason}", TimeSpan.FromSeconds(seconds));

    private protected async Task<Dashboard> FindAsync(string moduleId) =>
        (await Service.ListDashboardsAsync(new ListDashboardsRequest { ModuleId = moduleId }, ControlPlane.Options)).Dashboards.Single();

    private protected static string UidOf(Module module) => "module-" + Guid.Parse(module.Id).ToString("N");

    private protected StoredDashboard? Stored(Module module) =>
        Look(state => state.Dashboards.Find(dashboard => dashboard.Uid == UidOf(module)));

    private protected T Look<T>(Func<GrafanaState, T> look)
    {
        lock (Grafana.State.Gate)
        {
            return look(Grafana.State);
        }
    }

    private protected Task UntilAsync(Func<GrafanaState, bool> holds, string what, int seconds = 60) =>
        Eventually.TrueAsync(() => Task.FromResult(Look(holds)), what, TimeSpan.FromSeconds(seconds));

    private protected static JsonArray PanelsOf(StoredDashboard dashboard) => dashboard.Model["panels"]!.AsArray();
}
