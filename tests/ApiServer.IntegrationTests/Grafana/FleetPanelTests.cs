using System.Text.RegularExpressions;
using Tricorder.ApiServer.Grafana.Dashboards;
using Tricorder.ApiServer.Grafana.Dashboards.BuiltIn;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>The built-in dashboard over <c>/metrics</c> asks for what a real server exports.</summary>
public partial class FleetPanelTests
{
    [Test]
    public async Task Panels_Metrics_AreThoseOfTheServer()
    {
        await using var server = await ServerProcess.StartAsync("--Cluster:Name=lab");
        var dashboard = FleetDashboard.Generate(
            "lab", DashboardFixture.Dialect, new DashboardDatasource("prom", "Prometheus", "prometheus"));
        var asked = PanelRun.Panels(dashboard)
            .SelectMany(panel => panel["targets"]?.AsArray() ?? [])
            .SelectMany(target => Metric().Matches((string)target!["expr"]!))
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .ToList();

        // Prometheus gets what has a value: an agent comes, deploys, says what nobody asked and goes.
        var plane = new ControlPlane(server.Channel);
        using (var agent = await ScriptedAgent.ConnectAsync(server))
        {
            var module = await plane.RunAsync();
            await agent.ObeyAsync(ModuleAction.Deploy, module.Id);
            await plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
            await agent.ReportAsync(module.Id, 1, 999, InstanceState.Succeeded);
            await agent.LeaveAsync();
            await agent.EndAsync();
        }

        var exported = "";
        await Eventually.ResultAsync(
            async () => string.Join(", ", Missing(exported = await server.Http.GetStringAsync("/metrics"))),
            missing => missing.Length == 0,
            "all that the dashboard asks for is exported");
        Assert.That(asked, Has.Count.GreaterThan(8));
        Assert.That(exported, Does.Contain("cluster=\"lab\""));

        IEnumerable<string> Missing(string text) => asked
            .Except(["apiserver_commit_groups_failed_total", "apiserver_certificate_expiration_timestamp_seconds"])
            .Where(name => !text.Contains($"# TYPE {name} ", StringComparison.Ordinal));
    }

    [GeneratedRegex("(apiserver_[a-z_]+?)(?:_bucket|_count)?\\{cluster=\"lab\"")]
    private static partial Regex Metric();
}
