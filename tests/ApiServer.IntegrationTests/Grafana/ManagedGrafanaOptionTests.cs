using System.Net;
using System.Text.Json.Nodes;
using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Api;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.IntegrationTests.Support.Grafana;
using Tricorder.ApiServer.Tests;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>What the configuration says about Grafana counts.</summary>
public sealed class ManagedGrafanaOptionTests
{
    private GrafanaServer _grafana = null!;
    private string _url = "";

    [SetUp]
    public async Task SetUpAsync()
    {
        _grafana = await GrafanaServer.StartAsync(GrafanaProfile.V11);
        _url = await PostgresCluster.Shared.CreateDatabaseAsync();
    }

    [TearDown]
    public async Task TearDownAsync() => await _grafana.DisposeAsync();

    [Test]
    public async Task Token_Configured_IsUsedAndNoneIsMade()
    {
        var token = _grafana.AddToken("Admin");
        await using var server = await ServerProcess.StartAsync(
            $"--ObservabilityDb:ConnectionString={_url}", $"--Grafana:Url={_grafana.Url}", $"--Grafana:Token={token}");
        var service = new GrafanaService.GrafanaServiceClient(server.Channel);

        await ReadyAsync(server);

        Assert.That(_grafana.State.Keys.Single().Secret, Is.EqualTo(token));
        Assert.That((await service.ListTokensAsync(new ListTokensRequest(), ControlPlane.Options)).Tokens, Is.Empty);
        var refused = Assert.ThrowsAsync<RpcException>(
            async () => await service.RotateTokenAsync(new RotateTokenRequest(), ControlPlane.Options));
        Assert.That(refused!.StatusCode, Is.EqualTo(StatusCode.FailedPrecondition));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Datasource_OfSomebodyElse_IsUsedAsItIs(bool isProvisioned)
    {
        var theirs = _grafana.AddDatasource("theirs", "Their database", "grafana-postgresql-datasource", isProvisioned);
        await using var server = await StartAsync("--Grafana:DatasourceUid=theirs");

        await ReadyAsync(server);

        Assert.That(_grafana.State.Datasources.Single(), Is.SameAs(theirs));
        Assert.That(theirs.Text("url"), Is.EqualTo("elsewhere:1"));
        Assert.That(_grafana.State.Dashboards.Single().Model.ToJsonString(), Does.Contain("\"theirs\""));
    }

    [Test]
    public async Task Datasource_Configured_IsMadeSo()
    {
        var password = PlantedSecrets.Add("reader-secret-9");
        await using var server = await StartAsync(
            "--Grafana:DatasourceUid=rows",
            "--Grafana:DatasourceHost=pg.inside:5432",
            "--Grafana:DatasourceUser=grafana",
            $"--Grafana:DatasourcePassword={password}");

        await ReadyAsync(server);

        var made = _grafana.State.Datasources.Single();
        Assert.That(
            (made.Uid, made.Text("url"), made.Text("user"), made.Secrets["password"]),
            Is.EqualTo(("rows", "pg.inside:5432", "grafana", password)));
        PlantedSecrets.VerifyAbsent(server.Log.Error.Concat(server.Log.Out));
    }

    [Test]
    public async Task Datasource_OfAConfiguredUid_StaysOursWhereverTheWayToItIsCutOff([Values] bool isKilled)
    {
        var password = PlantedSecrets.Add("reader-secret-10");
        var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _grafana.Faults.Add(
            "/api/datasources",
            async (context, next) =>
            {
                await GrafanaFaultKinds.LosesAnswer()(context, next);
                made.SetResult();
            },
            times: 1, "POST");
        await using var server = await StartAsync(
            "--Grafana:DatasourceUid=rows", "--Grafana:DatasourceUser=grafana", $"--Grafana:DatasourcePassword={password}");
        await made.Task.WaitAsync(TimeSpan.FromSeconds(60));
        if (isKilled)
        {
            await server.RestartAsync();
        }

        await ReadyAsync(server);

        var service = new GrafanaService.GrafanaServiceClient(server.Channel);
        var kept = (await service.ListDatasourcesAsync(new ListDatasourcesRequest(), ControlPlane.Options)).Datasources.Single();
        var there = _grafana.State.Datasources.Single();
        Assert.That((kept.Uid, kept.GrafanaDatasourceId), Is.EqualTo(("rows", there.Id)));
        there.Model["url"] = "elsewhere:1";
        await Eventually.TrueAsync(
            () => Task.FromResult(_grafana.State.Datasources.Single().Text("url") != "elsewhere:1"),
            "it is set right, as ours are",
            TimeSpan.FromSeconds(60));
    }

    [Test]
    public async Task Prometheus_Configured_HasDatasourceAndFleetDashboard()
    {
        await using var server = await StartAsync("--Grafana:PrometheusUrl=http://promscale:9201", "--Cluster:Name=lab");

        await Eventually.TrueAsync(
            () => Task.FromResult(_grafana.State.Dashboards.Any(dashboard => dashboard.Title.Contains("fleet", StringComparison.Ordinal))),
            "the fleet's dashboard is there");

        var prometheus = _grafana.State.Datasources.Single(datasource => datasource.Type == "prometheus");
        Assert.That((prometheus.Name, prometheus.Text("url")), Is.EqualTo(("Tricorder metrics (lab)", "http://promscale:9201")));
        Assert.That(_grafana.State.Dashboards.Single().Model.ToJsonString(), Does.Contain(prometheus.Uid));
    }

    [Test]
    public async Task BuiltIn_DeletedInGrafana_ComesBackWhenAskedFor()
    {
        await using var server = await StartAsync("--Grafana:PrometheusUrl=http://promscale:9201");
        await Eventually.TrueAsync(() => Task.FromResult(_grafana.State.Dashboards.Count == 1), "it is there");
        _grafana.DeleteDashboard(_grafana.State.Dashboards.Single().Uid);
        var rest = new RestClient(server.Http);

        (await rest.PostAsync("/v1/grafana/dashboards", new JsonObject { ["builtIn"] = "fleet" })).Ok();

        Assert.That(_grafana.State.Dashboards, Has.Count.EqualTo(1));
        (await rest.PostAsync("/v1/grafana/dashboards", new JsonObject { ["builtIn"] = "kubernetes" }))
            .Failed(HttpStatusCode.BadRequest, 9, "NOT_CONFIGURED");
        (await rest.PostAsync("/v1/grafana/dashboards", new JsonObject { ["builtIn"] = "nothing" })).Violates("built_in");
        (await rest.PostAsync("/v1/grafana/dashboards", new JsonObject { ["builtIn"] = "fleet", ["moduleId"] = "a" }))
            .Violates("module_id");
    }

    [Test]
    public async Task BuiltIn_EditedInGrafana_StandsUntilItIsTakenBack()
    {
        await using var server = await StartAsync("--Grafana:PrometheusUrl=http://promscale:9201");
        await Eventually.TrueAsync(() => Task.FromResult(_grafana.State.Dashboards.Count == 1), "it is there");
        var (uid, title) = (_grafana.State.Dashboards.Single().Uid, _grafana.State.Dashboards.Single().Title);
        _grafana.Edit(uid, model => model["title"] = "My own");
        var rest = new RestClient(server.Http);
        Assert.That((await rest.GetAsync("/v1/grafana/dashboards")).Ok().Items("dashboards").Single().Text("builtIn"), Is.EqualTo("fleet"));

        (await rest.PostAsync("/v1/grafana/dashboards", new JsonObject { ["builtIn"] = "fleet" }))
            .Failed(HttpStatusCode.BadRequest, 9, "DASHBOARD_EDITED");
        Assert.That(_grafana.State.Dashboards.Single().Title, Is.EqualTo("My own"));
        (await rest.PostAsync("/v1/grafana/dashboards", new JsonObject { ["builtIn"] = "fleet", ["overwriteEdits"] = true })).Ok();

        Assert.That(_grafana.State.Dashboards.Single().Title, Is.EqualTo(title));
    }

    [Test]
    public async Task Kubernetes_Followed_HasADashboard()
    {
        await using var kubernetes = await KubernetesApi.StartAsync();
        kubernetes.Objects.Put("api/v1/pods", "web", "uid-web");
        await using var server = await StartAsync(kubernetes.ServerSettings);

        await Eventually.TrueAsync(
            () => Task.FromResult(_grafana.State.Dashboards.Any(
                dashboard => dashboard.Model.ToJsonString().Contains("process_info", StringComparison.Ordinal))),
            "the dashboard of Kubernetes and processes is there", TimeSpan.FromSeconds(90));
    }

    [Test]
    public async Task Password_Wrong_IsToldAndLocksNobodyOut()
    {
        await using var server = await ServerProcess.StartAsync(
            $"--ObservabilityDb:ConnectionString={_url}",
            $"--Grafana:Url={_grafana.Url}",
            "--Grafana:User=admin",
            $"--Grafana:Password={PlantedSecrets.Add("not-the-password")}");
        var plane = new ControlPlane(server.Channel);
        var module = await plane.RunAsync();
        await DashboardAsync(plane, module.Id, "UNAUTHORIZED");
        for (var i = 0; i < 8; i++)
        {
            await new GrafanaService.GrafanaServiceClient(server.Channel)
                .GetGrafanaStatusAsync(new GetGrafanaStatusRequest(), ControlPlane.Options);
        }

        Assert.That(_grafana.Access.IsLockedOut, Is.False);
        PlantedSecrets.VerifyAbsent(server.Log.Error.Concat(server.Log.Out));
    }

    [Test]
    public async Task Failure_OfADeployment_IsMarked()
    {
        await using var server = await StartAsync();
        using var agent = await ScriptedAgent.ConnectAsync(server);
        var module = await new ControlPlane(server.Channel).RunAsync();

        await agent.FailAsync(await agent.OrderAsync(ModuleAction.Deploy, module.Id), "no such probe");

        await Eventually.TrueAsync(
            () => Task.FromResult(_grafana.State.Annotations.Any(
                annotation => ((string?)annotation["text"])?.Contains("1 failed", StringComparison.Ordinal) == true)),
            "the failure is marked", TimeSpan.FromSeconds(60));
    }

    [Test]
    public async Task Modules_ManyAtOnce_HoldUpNoAgentAndAreWrittenOnce()
    {
        var count = TestForm.Of(200, 1_000);
        await using var server = await StartAsync("--Grafana:DashboardsPerSecond=100");
        using var agent = await ScriptedAgent.ConnectAsync(server);
        var plane = new ControlPlane(server.Channel);
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
        {
            ids.Add((await plane.CreateAsync()).Id);
        }

        foreach (var some in ids.Chunk(100))
        {
            await plane.Modules.BatchDeployModulesAsync(
                new BatchDeployModulesRequest { ModuleIds = { some }, Target = DeploymentTarget.Deployed }, ControlPlane.Options);
        }

        await agent.SucceedAsync(await agent.OrderAsync());
        Assert.That(_grafana.State.Dashboards, Has.Count.LessThan(count), "agents do not wait for dashboards");
        await Eventually.TrueAsync(
            () => Task.FromResult(_grafana.State.Dashboards.Count == count), "all dashboards are there", TimeSpan.FromSeconds(180));
        Assert.That(_grafana.Writes("/api/dashboards"), Is.EqualTo(count));
        await server.StopAsync();
        _grafana.ForgetCalls();
        await server.StartAgainAsync();

        await DashboardAsync(plane, ids[^1], "READY");
        Assert.That(_grafana.Writes("/api/dashboards"), Is.Zero);
    }

    private Task<ServerProcess> StartAsync(params string[] more) =>
        ServerProcess.StartAsync([$"--ObservabilityDb:ConnectionString={_url}", .. _grafana.ServerSettings, .. more]);

    private static async Task ReadyAsync(ServerProcess server)
    {
        var plane = new ControlPlane(server.Channel);
        await DashboardAsync(plane, (await plane.RunAsync()).Id, "READY");
    }

    private static Task<DeploymentCondition> DashboardAsync(ControlPlane plane, string moduleId, string reason) => Eventually.ResultAsync(
        async () => (await plane.DeploymentAsync(moduleId)).Conditions.Single(condition => condition.Type == "DashboardReady"),
        condition => condition.Reason == reason, $"DashboardReady is {reason}", TimeSpan.FromSeconds(60));
}
