using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.IntegrationTests.Support.Grafana;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>Whatever goes wrong with Grafana: the condition says what, no secret gets out, and all is right once it is over.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class KeptGrafanaFaultTests() : KeptGrafanaTest("11.3.0")
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

        static TestCaseData Case(string name, GrafanaFault fault, string reason) => new TestCaseData(fault, reason).SetArgDisplayNames(name);
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
}
