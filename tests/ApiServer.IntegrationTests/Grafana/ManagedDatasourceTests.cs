using System.Net;
using System.Text.Json.Nodes;
using Npgsql;
using Tricorder.ApiServer.IntegrationTests.Api;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.IntegrationTests.Support.Grafana;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>The datasource for the observability database is kept right; callers have their own.</summary>
[TestFixtureSource(typeof(GrafanaVersions), nameof(GrafanaVersions.OfDatasources))]
public sealed class ManagedDatasourceTests(string version) : ManagedGrafanaTest(version)
{
    private StoredDatasource Managed => Look(state => state.Datasources.Single(datasource => datasource.Name == "Tricorder"));

    [Test]
    public async Task Database_ReadsAsALoginOfItsOwn()
    {
        var module = await RunAsync();
        var table = "tricorder_module_" + module.Id.Replace('-', '_');
        await Eventually.TrueAsync(
            async () =>
                await PostgresCluster.ScalarAsync<bool>(Url, $"SELECT has_table_privilege('tricorder_reader', '{table}', 'SELECT')"),
            "the reader may read");

        var address = new NpgsqlConnectionStringBuilder
        {
            Host = Managed.Text("url").Split(':')[0],
            Port = int.Parse(Managed.Text("url").Split(':')[1], System.Globalization.CultureInfo.InvariantCulture),
            Database = Managed.Setting("database"),
            Username = Managed.Text("user"),
            Password = Managed.Secrets["password"],
        };
        await using var source = NpgsqlDataSource.Create(address);
        await using var select = source.CreateCommand($"SELECT count(*) FROM {table}");
        Assert.That(await select.ExecuteScalarAsync(), Is.Zero);
        await using var insert = source.CreateCommand($"INSERT INTO {table} (data) VALUES ('{{}}')");
        Assert.ThrowsAsync<PostgresException>(() => insert.ExecuteNonQueryAsync());
        address.Password = "wrong";
        await using var wrong = NpgsqlDataSource.Create(address);
        Assert.ThrowsAsync<PostgresException>(async () => await wrong.OpenConnectionAsync());
        var row = await Eventually.ResultAsync(
            () => Task.FromResult(StoreRows.Read(Server, "SELECT * FROM datasource WHERE purpose = $value", "database").Single()),
            row => ((string)row["tables_name"]).Contains(table, StringComparison.Ordinal), "its table is recorded");
        Assert.That((string)row["password"], Does.StartWith("CfDJ8").And.Not.Contain(Managed.Secrets["password"]));
    }

    [Test]
    public async Task Database_ChangedInGrafana_IsSetRight()
    {
        await RunAsync();
        Look(state => Managed.Model["url"] = "elsewhere:1");

        await Eventually.TrueAsync(
            () => Task.FromResult(Managed.Text("url") != "elsewhere:1"), "it is right again", TimeSpan.FromSeconds(90));
    }

    [Test]
    public async Task Database_RenamedAndItsNameTaken_KeepsTheNewName()
    {
        await RunAsync();
        var uid = Managed.Uid;
        Look(state =>
        {
            var kept = Managed;
            state.Datasources.Add(
                new StoredDatasource(state.NextId(), kept.OrgId) { Uid = "somebody-else", Model = kept.Model.DeepClone().AsObject() });
            kept.Model["name"] = "Renamed";
            return kept.Model["url"] = "elsewhere:1";
        });

        await UntilAsync(state => state.Datasources.Single(one => one.Uid == uid).Text("url") != "elsewhere:1", "it is right again", 90);

        Assert.That(Look(state => state.Datasources.Single(one => one.Uid == uid).Name), Is.EqualTo("Renamed"));
    }

    [Test]
    public async Task Create_OfWhatACallThatWasCutOffLeft_TakesItOver()
    {
        var body = new JsonObject
        {
            ["datasource"] = new JsonObject
            {
                ["name"] = "Mine",
                ["uid"] = "my-own",
                ["type"] = "postgres",
                ["host"] = "db:5432",
                ["database"] = "d",
            },
        };
        (await Rest.PostAsync("/v1/grafana/datasources", body.DeepClone())).Ok();
        await Server.StopAsync();
        StoreRows.Change(Server, "DELETE FROM datasource WHERE uid = 'my-own'");
        await Server.StartAgainAsync();
        body["datasource"]!["host"] = "other:5432";
        (await Rest.PostAsync("/v1/grafana/datasources", body.DeepClone())).Failed(HttpStatusCode.Conflict, 6, "DATASOURCE_ALREADY_EXISTS");
        body["datasource"]!["host"] = "db:5432";
        body["datasource"]!["name"] = "Not mine";
        var byUid = (await Rest.PostAsync("/v1/grafana/datasources", body.DeepClone()))
            .Failed(HttpStatusCode.Conflict, 6, "DATASOURCE_ALREADY_EXISTS");
        Assert.That(byUid.Json.Text("message"), Does.Contain("'Mine'").And.Contain("has the uid 'my-own'").And.Contain("in Grafana"));
        body["datasource"]!["name"] = "Mine";

        (await Rest.PostAsync("/v1/grafana/datasources", body.DeepClone())).Ok();

        Assert.That(Look(state => state.Datasources.Count(datasource => datasource.Text("name") == "Mine")), Is.EqualTo(1));
    }

    [Test]
    public async Task Caller_CreatesChecksChangesAndDeletes()
    {
        var body = new JsonObject
        {
            ["datasource"] = new JsonObject
            {
                ["name"] = "Orders",
                ["type"] = "postgres",
                ["host"] = "db:5432",
                ["user"] = "reader",
                ["password"] = PlantedSecrets.Add("orders-secret-7"),
                ["database"] = "orders",
                ["tablesName"] = new JsonArray("orders"),
            },
            ["requestId"] = "orders-1",
        };
        var created = (await Rest.PostAsync("/v1/grafana/datasources", body.DeepClone())).Ok().At("datasource");
        var again = (await Rest.PostAsync("/v1/grafana/datasources", body.DeepClone())).Ok().At("datasource");
        body["requestId"] = "orders-2";
        (await Rest.PostAsync("/v1/grafana/datasources", body)).Failed(HttpStatusCode.Conflict, 6, "DATASOURCE_ALREADY_EXISTS");
        var id = created.Text("id");

        Assert.That(
            (again.Text("id"), created.TryGetProperty("password", out var password) ? password.GetString() : ""), Is.EqualTo((id, "")));
        var stored = Look(state => state.Datasources.Single(datasource => datasource.Name == "Orders"));
        Assert.That(
            (stored.Text("url"), stored.Setting("database"), stored.Secrets["password"]),
            Is.EqualTo(("db:5432", "orders", "orders-secret-7")));
        (await Rest.PostAsync($"/v1/grafana/datasources/{id}:check")).Ok();

        var changed = (await Rest.PatchAsync(
            $"/v1/grafana/datasources/{id}", new JsonObject { ["datasource"] = new JsonObject { ["host"] = "db2:5432" } })).Ok();
        Assert.That(
            (changed.At("datasource").Text("host"), changed.At("datasource").Text("database"), stored.Text("url")),
            Is.EqualTo(("db2:5432", "orders", "db2:5432")));

        (await Rest.DeleteAsync($"/v1/grafana/datasources/{id}")).Ok();
        Assert.That(Look(state => state.Datasources.Any(datasource => datasource.Name == "Orders")), Is.False);
        (await Rest.GetAsync($"/v1/grafana/datasources/{id}")).Failed(HttpStatusCode.NotFound, 5, "DATASOURCE_NOT_FOUND");
    }

    [Test]
    public async Task Create_OfOneNameManyAtATime_OneWins()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Rest.PostAsync("/v1/grafana/datasources", new JsonObject
        {
            ["datasource"] = new JsonObject
            {
                ["name"] = "Same",
                ["type"] = "postgres",
                ["host"] = $"host-{index}:5432",
                ["database"] = "d",
            },
        })));

        var winner = answers.Single(answer => answer.Status == HttpStatusCode.OK).Json.At("datasource").Text("host");
        Assert.That(Look(state => state.Datasources.Single(datasource => datasource.Name == "Same").Text("url")), Is.EqualTo(winner));
    }

    [Test]
    public async Task Create_OfNonsense_NamesEveryField()
    {
        var answer = await Rest.PostAsync("/v1/grafana/datasources", new JsonObject
        {
            ["datasource"] = new JsonObject { ["type"] = "Post gres", ["uid"] = "a/b", ["tablesName"] = new JsonArray("") },
        });

        answer.Violates("datasource.name", "datasource.type", "datasource.host", "datasource.tables_name", "datasource.uid");
    }

    [Test]
    public async Task Kept_CanNotBeChangedByCallers()
    {
        await RunAsync();
        var kept = (await Service.ListDatasourcesAsync(new ListDatasourcesRequest(), ControlPlane.Options)).Datasources.Single();

        (await Rest.DeleteAsync($"/v1/grafana/datasources/{kept.Id}")).Failed(HttpStatusCode.BadRequest, 9, "DATASOURCE_CONFIGURED");
    }
}
