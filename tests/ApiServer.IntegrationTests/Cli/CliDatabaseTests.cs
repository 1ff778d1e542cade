using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>`database`, with a real PostgreSQL.</summary>
public sealed class CliDatabaseTests : CliTest
{
    private string _url = "";

    private protected override async Task<ServerProcess> StartServerAsync()
    {
        _url = await PostgresCluster.Shared.CreateDatabaseAsync();
        return await ServerProcess.StartAsync($"--ObservabilityDb:ConnectionString={_url}");
    }

    [Test]
    public async Task Tables_OfAModule_HaveItsName()
    {
        var (module, table) = await RunAsync();

        var shown = await DoAsync("database", "tables", "-o", "wide");
        var json = await JsonAsync("database", "tables");
        var orphaned = await DoAsync("database", "tables", "--orphaned", "-o", "name");

        Assert.That(shown.Out, Does.Match($@"(?m)^{table} +{module.Name} +~\d+ +\d[\d.]* K?i?B +- +forever +1 +{module.Id} "));
        Assert.That(shown.Out, Does.Contain("data jsonb, time timestamp with time zone"));
        Assert.That(json["tables"]!.AsArray().Select(one => (string?)one!["name"]), Does.Contain(table));
        Assert.That(orphaned.Lines, Has.None.EqualTo(table));
    }

    [Test]
    public async Task SetRetention_OfATableAndOfAll()
    {
        var (_, table) = await RunAsync();

        var own = await DoAsync("database", "set-retention", table, "7d");
        var all = await DoAsync("database", "set-retention", "--default", "30d");
        var listed = await DoAsync("database", "tables");
        var forever = await DoAsync("database", "set-retention", table, "forever");
        var reset = await DoAsync("database", "set-retention", table, "default");
        var none = await DoAsync("database", "set-retention", "--default", "default");

        Assert.That(own.Out, Is.EqualTo($"Rows of {table} are kept for 7d\n"));
        Assert.That(all.Out, Does.EndWith("are kept for 30d\n"));
        Assert.That(listed.Out, Does.Match($"(?m)^{table} .* 7d$"));
        Assert.That(forever.Out, Is.EqualTo($"Rows of {table} are kept forever\n"));
        Assert.That(reset.Out, Is.EqualTo($"Rows of {table} are kept for 30d\n"));
        Assert.That(none.Out, Does.EndWith("are kept forever\n"));
    }

    [Test]
    public async Task SetRetention_ThatDeletesRows_SaysHowManyAndAsksFirst()
    {
        var (_, table) = await RunAsync();
        await PostgresCluster.ExecuteAsync(
            _url, $"INSERT INTO \"{table}\" (data, time) SELECT '{{}}', now() - interval '2 days' FROM generate_series(1, 1200)");

        var unasked = await RunAsync("database", "set-retention", table, "1d");
        await using var no = new CliTerminal(Home, Variables, "database", "set-retention", table, "1d");
        await no.SeeAsync("[y/N]");
        await no.TypeAsync("n\r");
        var refused = await no.EndAsync();
        var kept = await DoAsync("database", "tables");
        await using var yes = new CliTerminal(Home, Variables, "database", "set-retention", table, "1d");
        await yes.SeeAsync("[y/N]");
        await yes.TypeAsync("y\r");
        var done = await yes.EndAsync();
        var again = await RunAsync("database", "set-retention", table, "12h", "--yes");

        Assert.That((unasked.ExitCode, refused, done, again.ExitCode), Is.EqualTo((2, 1, 0, 0)), yes.Screen);
        Assert.That(unasked.Error, Does.Contain($"1,200 rows of {table} are older than 1d").And.Contain("--yes"));
        Assert.That(kept.Out, Does.Match($"(?m)^{table} .* forever$"));
    }

    [Test]
    public async Task DropTable_OnlyAnOrphan_AndOnlyWhenConfirmed()
    {
        var (module, table) = await RunAsync();
        var inUse = await RunAsync("database", "drop-table", table, "--yes");
        await Plane.UndeployAsync(module.Id);
        await Plane.DeleteAsync(module.Id);

        var unasked = await RunAsync("database", "drop-table", table);
        await using var wrong = new CliTerminal(Home, Variables, "database", "drop-table", table);
        await wrong.SeeAsync("Type ");
        await wrong.TypeAsync("yes\r");
        var refused = await wrong.EndAsync();
        var kept = await DoAsync("database", "tables", "--orphaned", "-o", "name");
        await using var right = new CliTerminal(Home, Variables, "database", "drop-table", table);
        await right.SeeAsync("Type ");
        await right.TypeAsync($"{table}\r");
        var done = await right.EndAsync();

        Assert.That((inUse.ExitCode, unasked.ExitCode, refused, done), Is.EqualTo((1, 2, 1, 0)), right.Screen);
        Assert.That(unasked.Error, Does.Contain("--yes"));
        Assert.That(wrong.Screen, Does.Contain("can not be brought back"));
        Assert.That(kept.Lines, Does.Contain(table));
        Assert.That(await PostgresCluster.ScalarAsync<bool>(_url, $"SELECT to_regclass('{table}') IS NULL"), Is.True);
    }

    [TestCase(2, "database", "set-retention", "--default")]
    [TestCase(2, "database", "set-retention", "table")]
    [TestCase(2, "database", "set-retention", "--default", "table", "1d")]
    [TestCase(2, "database", "set-retention", "--default", "soon")]
    [TestCase(2, "database", "set-retention", "--default", "10ms")]
    [TestCase(3, "database", "set-retention", "there_is_none", "1d")]
    [TestCase(3, "database", "drop-table", "there_is_none", "--yes")]
    [TestCase(3, "database", "drop-table", "there_is_none")]
    public async Task Wrong_SaysWhy(int exitCode, params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.ToString);
        Assert.That(result.Error, Is.Not.Empty);
    }

    private async Task<(Module Module, string Table)> RunAsync()
    {
        var module = await Plane.RunAsync();
        await Eventually.ResultAsync(
            async () => (await Plane.DeploymentAsync(module.Id)).Conditions.Single(condition => condition.Type == "TableReady"),
            condition => condition.Status == ConditionStatus.True, "the table is ready", TimeSpan.FromSeconds(60));
        var stored = await Plane.Modules.GetModuleAsync(new GetModuleRequest { ModuleId = module.Id }, ControlPlane.Options);
        return (module, stored.Module.OutputSchema.TableName);
    }
}
