using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.IntegrationTests.Support.Grafana;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>Whatever goes wrong with Grafana: the condition says what, no secret gets out, and all is right once it is over.</summary>
public sealed class ManagedGrafanaFaultTests() : ManagedGrafanaTest("11.3.0")
{
    private protected override string[] Settings => ["--Grafana:Timeout=00:00:01"];

    private static IEnumerable<TestCaseData> Faults()
    {
        yield return Case("500", GrafanaFaultKinds.Status(500), "SERVER_ERROR");
        yield return Case("502 of a proxy", GrafanaFaultKinds.BadGateway(), "SERVER_ERROR");
        yield return Case("429", GrafanaFaultKinds.TooMany(TimeSpan.FromSeconds(3)), "RATE_LIMITED");
        yield return Case("401", GrafanaFaultKinds.Status(401, "Unauthorized"), "UNAUTHORIZED");
        yield return Case("403", GrafanaFaultKinds.Status(403, "Permission denied"), "FORBIDDEN");
        yield return Case("no answer", GrafanaFaultKinds.Hangs(), "TIMEOUT");
        yield return Case("half an answer", GrafanaFaultKinds.TruncatedJson(), "NOT_GRAFANA");
        yield return Case("login page", GrafanaFaultKinds.LoginPage(), "NOT_GRAFANA");
        yield return Case("redirect", GrafanaFaultKinds.Redirects("https://login.example/"), "NOT_GRAFANA");
        yield return Case("dropped connections", GrafanaFaultKinds.Drops(), "UNREACHABLE");

        static TestCaseData Case(string name, GrafanaFault fault, string reason) =>
            new TestCaseData(fault, reason).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Faults))]
    public async Task Fault_IsToldAndGotOver(Delegate fault, string reason)
    {
        await RunAsync();
        Grafana.Faults.Add("/api/", (GrafanaFault)fault);
        using var agent = await ScriptedAgent.ConnectAsync(Server);

        var module = await Plane.RunAsync();
        var condition = await DashboardAsync(module.Id, reason);
        Assert.That(condition.Message, Is.Not.Empty);
        Grafana.Faults.Clear();

        await DashboardAsync(module.Id, "READY", 90);
        PlantedSecrets.VerifyAbsent(Server.Log.Error.Concat(Server.Log.Out).Append(condition.Message));
    }

    [Test]
    public async Task Trouble_OfOneDashboard_KeepsNoOtherWaiting()
    {
        var sick = await RunAsync();
        Grafana.Faults.Add($"/api/dashboards/uid/{UidOf(sick)}", GrafanaFaultKinds.TruncatedJson());
        await Plane.DeployAsync(sick.Id);
        await DashboardAsync(sick.Id, "NOT_GRAFANA");

        await RunAsync();

        await DashboardAsync(sick.Id, "NOT_GRAFANA");
    }

    /// <summary>However long Grafana wants to be left alone, the server lives, and looks again within a minute.</summary>
    [Test]
    public async Task RetryAfter_BeyondAllReason_IsNotBelieved()
    {
        await RunAsync();
        Grafana.Faults.Add("/api/", GrafanaFaultKinds.TooMany(TimeSpan.FromSeconds(5_000_000)), times: 20);

        var module = await Plane.RunAsync();
        await DashboardAsync(module.Id, "RATE_LIMITED");
        Grafana.Faults.Clear();

        await DashboardAsync(module.Id, "READY", 90);
    }

    [Test]
    public async Task Answer_Lost_OurOwnWriteIsNoEdit()
    {
        var module = await RunAsync();
        Grafana.Faults.Add("/api/dashboards/db", GrafanaFaultKinds.LosesAnswer(), times: 1, method: "POST");
        await Plane.Modules.UpdateModuleAsync(
            new V1.UpdateModuleRequest { Module = new V1.Module { Id = module.Id, Panel = """{"type":"text","title":"Mine"}""" } },
            ControlPlane.Options);
        await UntilAsync(_ => PanelsOf(Stored(module)!).Any(panel => (string?)panel!["title"] == "Mine"), "the panel is there");

        await DashboardAsync(module.Id, "READY", 90);
        await Plane.Modules.UpdateModuleAsync(
            new V1.UpdateModuleRequest { Module = new V1.Module { Id = module.Id, Panel = """{"type":"text","title":"Other"}""" } },
            ControlPlane.Options);

        await UntilAsync(_ => PanelsOf(Stored(module)!).Any(panel => (string?)panel!["title"] == "Other"), "the next one too", 90);
    }

    /// <summary>A number that no double holds, from whoever may write modules.</summary>
    [Test]
    public async Task Panel_OfOneModule_KeepsNoOtherWaiting()
    {
        await Plane.RunAsync(module => module.Panel = """{"type":"text","title":"x","options":{"max":1e999}}""");

        await RunAsync();
    }

    [Test]
    public async Task Tokens_ThatDoNotWork_DoNotPileUp()
    {
        Grafana.Faults.Add("/api/org", GrafanaFaultKinds.Status(401, "Unauthorized"));
        Grafana.RevokeTokens();
        await Server.RestartAsync();
        for (var i = 0; i < 10; i++)
        {
            await Service.GetGrafanaStatusAsync(new V1.GetGrafanaStatusRequest(), ControlPlane.Options);
        }

        Assert.That(Look(state => state.Keys.Count), Is.LessThanOrEqualTo(1));
    }

    /// <summary>A Grafana that keeps nothing is back before anybody noticed that it was away.</summary>
    [Test]
    public async Task Grafana_EmptyAllAtOnce_IsNotMistakenForDeletions()
    {
        var module = await RunAsync();
        Grafana.State.Clear();

        await Plane.Modules.UpdateModuleAsync(
            new V1.UpdateModuleRequest { Module = new V1.Module { Id = module.Id, Description = "changed" } }, ControlPlane.Options);

        await UntilAsync(_ => Stored(module) is not null, "the dashboard is back", 120);
        await DashboardAsync(module.Id, "READY");
    }

    [Test]
    public async Task Trouble_Over_AllConditionsAreRightAtOnce()
    {
        var plain = await RunAsync(module =>
            module.OutputSchema = new V1.OutputSchema { Fields = { new V1.OutputField { Name = "n", Type = V1.FieldType.Bigint } } });
        Grafana.Faults.Add("/api/", GrafanaFaultKinds.Drops());
        await DashboardAsync(plain.Id, "UNREACHABLE");
        Grafana.Faults.Clear();

        await DashboardAsync(plain.Id, "READY", 45);
    }
}
