using System.Text.Json.Nodes;
using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.IntegrationTests.Support.Grafana;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>Whatever Grafana, or what stands before it, does: a plain word for it, no crash, no secret.</summary>
public sealed class GrafanaFaultTests() : GrafanaTest("11.3.0")
{
    private const string Secret = "sent-to-nowhere";

    private static IEnumerable<TestCaseData> Faults()
    {
        yield return Case(
            "500", GrafanaFaultKinds.Status(500, "it broke"), GrafanaFailure.ServerError, "failed (500: it broke); its log has the cause.");
        yield return Case("502", GrafanaFaultKinds.BadGateway(), GrafanaFailure.ServerError, "Grafana failed (502)");
        yield return Case(
            "429",
            GrafanaFaultKinds.TooMany(TimeSpan.FromMinutes(2)),
            GrafanaFailure.RateLimited,
            "asks for fewer requests (429: Too many");
        yield return Case("hangs", GrafanaFaultKinds.Hangs(), GrafanaFailure.Timeout, "did not answer in time");
        yield return Case(
            "truncated", GrafanaFaultKinds.TruncatedJson(), GrafanaFailure.NotGrafana, "is not the whole JSON that Grafana sends");
        yield return Case(
            "broken off", GrafanaFaultKinds.BrokenOff(), GrafanaFailure.Unreachable, "broke off before its answer was complete");
        yield return Case(
            "login page", GrafanaFaultKinds.LoginPage(), GrafanaFailure.NotGrafana, "sends a web page (200) instead of JSON: a proxy");
        yield return Case("other JSON", GrafanaFaultKinds.OtherJson(), GrafanaFailure.NotGrafana, "JSON of another form");
        yield return Case("empty object", GrafanaFaultKinds.OtherJson("{}"), GrafanaFailure.NotGrafana, "JSON of another form");
        yield return Case(
            "wrong types", GrafanaFaultKinds.OtherJson("""{"dashboard":{"uid":7}}"""), GrafanaFailure.NotGrafana, "JSON of another form");
        yield return Case("drops", GrafanaFaultKinds.Drops(), GrafanaFailure.Unreachable, "broke off");
        yield return Case("endless", GrafanaFaultKinds.Endless(), GrafanaFailure.NotGrafana, "sends more than 8 MiB");
        yield return Case(
            "redirect", GrafanaFaultKinds.Redirects($"https://login.example/start?token={Secret}"), GrafanaFailure.NotGrafana,
            "answers with a redirect (302) to https://login.example/start, which is not followed");
        yield return Case(
            "secret in a message", GrafanaFaultKinds.Status(400, $"cannot use password={Secret}"), GrafanaFailure.Rejected, "password=***");
        yield return Case(
            "text of a page", GrafanaFaultKinds.Status(400, new string('x', 5000)), GrafanaFailure.Rejected, new string('x', 200) + "…");
    }

    [TestCaseSource(nameof(Faults))]
    public void Find_Fault_IsSaidPlainly(string name, object fault, object expected, string words)
    {
        Grafana.Faults.Add("/api/dashboards", (GrafanaFault)fault);

        var failure = FailureOf(() => Client.Dashboards.FindAsync("board", None));

        Assert.That(failure.Failure, Is.EqualTo(expected), failure.Message);
        Assert.That(failure.Message, Does.Contain(words).And.Not.Contain(Secret));
        Assert.That(Host.Log, Has.None.Contains(Secret), name);
    }

    [TestCaseSource(nameof(Faults))]
    public async Task Save_Fault_IsSaidAndTheNextOneWorks(string name, object fault, object expected, string words)
    {
        var folder = await Client.Folders.EnsureAsync("tricorder", "Tricorder", None);
        Grafana.Faults.Add("/api/dashboards", (GrafanaFault)fault, times: 1);

        var failure = FailureOf(() => Client.Dashboards.SaveAsync(Model(), folder, false, "", None));

        Assert.That(failure.Failure, Is.EqualTo(expected), $"{name}: {failure.Message} instead of {words}");
        Assert.That((await Client.Dashboards.SaveAsync(Model(), folder, false, "", None)).Outcome, Is.EqualTo(DashboardSaveOutcome.Saved));
        Assert.That(Grafana.Writes("/api/dashboards"), Is.EqualTo(2), "what may have happened is not done again by the client");
    }

    [Test]
    public async Task Save_AnswerIsLost_HappenedOnceAndTheNextSeesIt()
    {
        var folder = await Client.Folders.EnsureAsync("tricorder", "Tricorder", None);
        Grafana.Faults.Add("/api/dashboards/db", GrafanaFaultKinds.LosesAnswer(), times: 1);

        var failure = FailureOf(() => Client.Dashboards.SaveAsync(Model(), folder, false, "", None));

        Assert.That((failure.Failure, Grafana.State.Dashboards.Single().Version), Is.EqualTo((GrafanaFailure.Unreachable, 1)));
        Assert.That(
            (await Client.Dashboards.SaveAsync(Model(), folder, false, "", None)).Outcome,
            Is.EqualTo(DashboardSaveOutcome.VersionMismatch));
    }

    [Test]
    public async Task Delete_AnswerIsLost_IsRepeated()
    {
        Grafana.AddDashboard("board", "Board");
        Grafana.Faults.Add("/api/dashboards", GrafanaFaultKinds.LosesAnswer(), times: 1);

        Assert.That(await Client.Dashboards.DeleteAsync("board", None), Is.False, "it had gone with the first");
        Assert.That(Grafana.State.Dashboards, Is.Empty);
    }

    [Test]
    public async Task Find_FailsTwice_IsRepeatedUntilItWorks()
    {
        Grafana.AddDashboard("board", "Board");
        Grafana.Faults.Add("/api/dashboards", GrafanaFaultKinds.Status(500), times: 1);
        Grafana.Faults.Add("/api/dashboards", GrafanaFaultKinds.Drops(), times: 1);

        Assert.That(await Client.Dashboards.FindAsync("board", None), Is.Not.Null);
        Assert.That(Grafana.Calls.Count(call => call.Path.StartsWith("/api/dashboards", StringComparison.Ordinal)), Is.EqualTo(3));
    }

    [Test]
    public void Find_AskedToComeBackMuchLater_LeavesThatToTheCaller()
    {
        Grafana.Faults.Add("/api/dashboards", GrafanaFaultKinds.TooMany(TimeSpan.FromMinutes(2)));

        var failure = FailureOf(() => Client.Dashboards.FindAsync("board", None));

        Assert.That((failure.RetryAfter, failure.IsTransient, Grafana.Calls.Count), Is.EqualTo((TimeSpan.FromMinutes(2), true, 1)));
    }

    [Test]
    public async Task Find_AskedToComeBackSoon_DoesWhenItWasTold()
    {
        Grafana.AddDashboard("board", "Board");
        Grafana.Faults.Add("/api/dashboards", GrafanaFaultKinds.TooMany(TimeSpan.FromSeconds(1)), times: 1);
        var start = TimeProvider.System.GetTimestamp();

        Assert.That(await Client.Dashboards.FindAsync("board", None), Is.Not.Null);
        Assert.That(TimeProvider.System.GetElapsedTime(start), Is.GreaterThan(TimeSpan.FromSeconds(0.9)));
    }

    [Test]
    public void Find_CallerGivesUp_IsNoFailureOfGrafana()
    {
        Grafana.Faults.Add("/api/dashboards", GrafanaFaultKinds.Hangs());
        using var end = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        Assert.CatchAsync<OperationCanceledException>(() => Client.Dashboards.FindAsync("board", end.Token));
    }

    [Test]
    public void Redirect_ToAnotherServer_SendsItNothing()
    {
        Grafana.Faults.Add("/api/org", GrafanaFaultKinds.Redirects("/api/folders"));

        FailureOf(() => Client.OrganizationAsync(None));

        Assert.That(Grafana.Calls.Select(call => call.Path), Is.EqualTo(["/api/org"]));
    }

    [Test]
    public async Task Unauthorized_ByAProxyBeforeGrafana_IsToldApart()
    {
        Grafana.Faults.Add("/api/org", async (context, _) =>
        {
            context.Response.StatusCode = 401;
            context.Response.ContentType = "text/html";
            await context.Response.Body.WriteAsync("<html>401</html>"u8.ToArray());
        });

        Assert.That(FailureOf(() => Client.OrganizationAsync(None)).Message, Does.Contain("a proxy before it"));
        await using var other = new GrafanaClientHost($"--Grafana:Url={Grafana.Url}grafana/", "--Grafana:Token=x");
        Assert.That(FailureOf(() => other.Client.PingAsync(None)).Message, Does.Contain("an address without Grafana's sub path"));
    }

    private static JsonObject Model() => new() { ["uid"] = "board", ["title"] = "Board", ["version"] = 0 };

    private static TestCaseData Case(string name, GrafanaFault fault, GrafanaFailure expected, string words) =>
        new TestCaseData(name, fault, expected, words).SetArgDisplayNames(name);
}
