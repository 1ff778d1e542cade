using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.IntegrationTests.Support.Grafana;

namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>`grafana`, with the wire of a Grafana and a real PostgreSQL behind the server.</summary>
public sealed class CliGrafanaTests : CliTest
{
    private GrafanaServer _grafana = null!;
    private Uri _database = null!;

    private string HostAndPort => _database.Authority.Split('@')[^1];

    private string DatabaseName => _database.AbsolutePath[1..];

    private protected override async Task<ServerProcess> StartServerAsync()
    {
        _grafana = await GrafanaServer.StartAsync(GrafanaProfile.V11);
        _database = new Uri(await PostgresCluster.Shared.CreateDatabaseAsync());
        return await ServerProcess.StartAsync(
        [
            $"--ObservabilityDb:ConnectionString={_database.OriginalString}",
            "--Web:PublicUrl=http://localhost:8080",
            "--Grafana:PublicUrl=https://grafana.example",
            .. _grafana.ServerSettings,
        ]);
    }

    [OneTimeTearDown]
    public override async Task StopAsync()
    {
        await base.StopAsync();
        await _grafana.DisposeAsync();
    }

    [Test]
    public async Task Status_OfAGrafanaThatAnswers()
    {
        var table = await DoAsync("grafana", "status");

        Assert.That(
            table.Out, Does.Match("(?m)^Grafana +reachable$").And.Match("(?m)^Version +11.3.0$").And.Contain("https://grafana.example"));
        Assert.That((bool?)(await JsonAsync("grafana", "status"))["reachable"], Is.True);
    }

    [Test]
    public async Task Datasource_FromCreateToDelete()
    {
        var password = PlantedSecrets.Add("pw-" + Guid.NewGuid().ToString("N"));
        var created = await FeedAsync(
            password + "\n",
            "grafana", "datasource", "create", "Mine", "--host", HostAndPort, "--database", DatabaseName,
            "--user", "postgres", "--password-file", "-", "--uid", "mine");
        var listed = await DoAsync("grafana", "datasource", "list", "-o", "wide");
        var got = await JsonAsync("grafana", "datasource", "get", "mine");
        var updated = await DoAsync("grafana", "datasource", "update", "Mine", "--name", "Other", "--table", "one", "--table", "two");
        var broken = await RunAsync("grafana", "datasource", "check", "Other");
        var shown = await DoAsync("grafana", "datasource", "get", "Other");
        var kept = Stored("mine").Secrets["password"];
        var deleted = await RunAsync("grafana", "datasource", "delete", "Other", "Mine", "--yes");

        Assert.That((created.ExitCode, created.Out), Is.EqualTo((0, "Datasource 'Mine' is created\n")), created.ToString);
        Assert.That(listed.Out, Does.Match($@"(?m)^Mine +\S*postgres\S* +{HostAndPort} +{DatabaseName} +postgres +\d+s +mine "));
        Assert.That((string?)got["datasource"]!["name"], Is.EqualTo("Mine"));
        Assert.That(updated.Out, Is.EqualTo("Datasource 'Other' is changed\n"));
        Assert.That(broken.ExitCode, Is.EqualTo(1), "this PostgreSQL has no TLS, which Grafana asks for");
        Assert.That(broken.Out, Does.StartWith("Other: does not work: ").And.Contains("SSL"));
        Assert.That(shown.Out, Does.Match("(?m)^Tables +one, two$"));
        Assert.That(kept, Is.EqualTo(password), "an update without a password leaves it as it is");
        Assert.That((deleted.ExitCode, deleted.Out), Is.EqualTo((3, "Other: deleted\n")));
        PlantedSecrets.VerifyAbsent(new[] { created, listed, updated, shown }.Select(result => result.ToString()));
    }

    [Test]
    public async Task Datasource_ThatWorks_IsOk()
    {
        await using var prometheus = LoopbackApp.Create();
        prometheus.MapGet("/api/v1/query", context => context.Response.WriteAsync("""{"status":"success"}"""));
        await prometheus.StartAsync();
        await DoAsync("grafana", "datasource", "create", "Metrics", "--type", "prometheus", "--host", prometheus.Urls.Single());

        var result = await DoAsync("grafana", "datasource", "check", "Metrics");

        Assert.That(result.Out, Does.StartWith("Metrics: ok"));
        await DoAsync("grafana", "datasource", "delete", "Metrics", "--yes");
    }

    [Test]
    public async Task Datasource_PasswordFromAFile_IsSet()
    {
        var password = PlantedSecrets.Add("pw-" + Guid.NewGuid().ToString("N"));
        await File.WriteAllTextAsync(Path.Combine(Home, "password"), password + "\n");
        await DoAsync(
            "grafana", "datasource", "create", "Filed", "--host", HostAndPort, "--database", "d", "--user", "u", "--no-password",
            "--uid", "filed");

        await DoAsync("grafana", "datasource", "update", "Filed", "--password-file", "password");

        Assert.That(Stored("filed").Secrets["password"], Is.EqualTo(password));
        await DoAsync("grafana", "datasource", "delete", "Filed", "--yes");
    }

    [Test]
    public async Task Datasource_OnATerminal_AsksForThePasswordAndShowsNone()
    {
        var password = PlantedSecrets.Add("pw-" + Guid.NewGuid().ToString("N"));
        await using var terminal = new CliTerminal(
            Home, Variables, "grafana", "datasource", "create", "Asked", "--host", HostAndPort, "--database", "d", "--user", "alice",
            "--uid", "asked");

        await terminal.SeeAsync("Password of alice: ");
        await terminal.TypeAsync($"x\u007f{password}\r");
        var exitCode = await terminal.EndAsync();

        Assert.That(exitCode, Is.Zero, terminal.Screen);
        PlantedSecrets.VerifyAbsent([terminal.Screen]);
        Assert.That(Stored("asked").Secrets["password"], Is.EqualTo(password));
        await DoAsync("grafana", "datasource", "delete", "Asked", "--yes");
    }

    [TestCase(2, "grafana", "datasource", "create", "Some", "--host", "h:1", "--database", "d", "--user", "u")]
    [TestCase(2, "grafana", "datasource", "create", "Some")]
    [TestCase(2, "grafana", "datasource", "create", "Some", "--host", "h:1", "--database", "d", "--password", "secret")]
    [TestCase(2, "grafana", "datasource", "create", "Some", "--host", "h:1", "--type", "Not a plugin")]
    [TestCase(
        2, "grafana", "datasource", "create", "Some", "--host", "h:1", "--database", "d", "--user", "u", "--password-file", "not-there")]
    [TestCase(2, "grafana", "datasource", "update", "Some")]
    [TestCase(3, "grafana", "datasource", "update", "Some", "--host", "h:2")]
    [TestCase(3, "grafana", "datasource", "get", "Some")]
    [TestCase(3, "grafana", "datasource", "check", "Some")]
    [TestCase(3, "grafana", "datasource", "delete", "Some", "--yes")]
    [TestCase(2, "grafana", "datasource", "delete", "Some")]
    [TestCase(2, "grafana", "dashboard", "create")]
    [TestCase(2, "grafana", "dashboard", "create", "some", "--built-in", "fleet")]
    [TestCase(3, "grafana", "dashboard", "create", "some")]
    [TestCase(2, "grafana", "dashboard", "create", "--built-in", "nonsense")]
    [TestCase(3, "grafana", "dashboard", "list", "--module", "some")]
    [TestCase(3, "grafana", "dashboard", "delete", "some", "--yes")]
    public async Task Wrong_SaysWhy(int exitCode, params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.ToString);
        Assert.That(result.Error, Is.Not.Empty);
    }

    [Test]
    public async Task Dashboard_OfAModule_FromCreateToDelete()
    {
        var module = await Plane.RunAsync();
        await Eventually.ResultAsync(
            async () => (await Plane.DeploymentAsync(module.Id)).Conditions.Single(condition => condition.Type == "DashboardReady"),
            condition => condition.Reason == "READY", "the dashboard is ready", TimeSpan.FromSeconds(60));

        var listed = await DoAsync("grafana", "dashboard", "list", "--module", module.Name);
        var uid = (await DoAsync("grafana", "dashboard", "list", "--module", module.Name, "-o", "name")).Out.Trim();
        _grafana.Edit(uid, model => model["title"] = "Mine");
        var refused = await RunAsync("grafana", "dashboard", "create", module.Name);
        var written = await DoAsync("grafana", "dashboard", "create", module.Name, "--overwrite-edits");
        await Plane.UndeployAsync(module.Id);
        var deleted = await DoAsync("grafana", "dashboard", "delete", uid, "--yes");

        Assert.That(listed.Out, Does.Contain("https://grafana.example/").And.Contain(uid));
        Assert.That(refused.ExitCode, Is.EqualTo(1), refused.ToString);
        Assert.That(written.Out, Does.Contain($"/d/{uid}/"));
        Assert.That(deleted.Out, Is.EqualTo($"{uid}: deleted\n"));
    }

    [Test]
    public async Task Token_Rotated_IsAnother()
    {
        var before = await DoAsync("grafana", "token", "list", "-o", "name");
        var rotated = await DoAsync("grafana", "token", "rotate");
        var after = await DoAsync("grafana", "token", "list", "-o", "name");

        Assert.That(rotated.Out, Does.Contain($"'{after.Out.Trim()}'"));
        Assert.That(after.Out, Is.Not.EqualTo(before.Out));
    }

    private StoredDatasource Stored(string uid)
    {
        lock (_grafana.State.Gate)
        {
            return _grafana.State.Datasources.Single(one => one.Uid == uid);
        }
    }
}
