using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.IntegrationTests.Support.Grafana;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>Datasources by uid and by id, and whether Grafana can read from them: from a real PostgreSQL.</summary>
[TestFixture("7.5.17")]
[TestFixture("11.3.0")]
[TestFixture("13.0.1")]
public sealed class GrafanaDatasourceTests(string version) : GrafanaTest(version)
{
    [Test]
    public async Task Create_ThenFind_IsWhatItShouldBe()
    {
        var model = Model();

        var created = await Client.Datasources.CreateAsync(model, None);
        var found = (await Client.Datasources.FindAsync("tricorder", "Tricorder", None))!;

        Assert.That(found.IsLike(model), Is.True);
        Assert.That(
            (found.Id, found.Uid, found.Type, found.Database), Is.EqualTo((created.Id, "tricorder", Profile.PostgresPlugin, "tricorder")));
        Assert.That(found.Secrets, Is.EqualTo(["password"]));
        Assert.That(found.IsLike(model with { Type = "postgres" }), Is.True, "the plugin's other name is the same type");
        Assert.That(found.IsLike(model with { Database = "other" }), Is.False);
        Assert.That(model.ToString(), Does.Not.Contain(model.Password));
    }

    [Test]
    public async Task Find_OneThatIsNotThere_IsNull() =>
        Assert.That(await Client.Datasources.FindAsync("nowhere", "Nowhere", None), Is.Null);

    [Test]
    public async Task Create_NameOrUidIsTaken_IsNameExists()
    {
        await Client.Datasources.CreateAsync(Model(), None);

        Assert.That(
            FailureOf(() => Client.Datasources.CreateAsync(Model() with { Uid = "other" }, None)).Failure,
            Is.EqualTo(GrafanaFailure.NameExists));
        Assert.That(
            FailureOf(() => Client.Datasources.CreateAsync(Model() with { Name = "Other" }, None)).Failure,
            Is.EqualTo(GrafanaFailure.NameExists));
    }

    [Test]
    public async Task Update_WithoutAPassword_KeepsItAndWhatPeopleSet()
    {
        var model = Model();
        var created = await Client.Datasources.CreateAsync(model, None);
        var stored = Grafana.State.Datasources.Single();
        stored.Model["isDefault"] = true;
        stored.Model["jsonData"]!["maxOpenConns"] = 7;
        created = (await Client.Datasources.FindAsync(model.Uid, model.Name, None))!;

        var updated = await Client.Datasources.UpdateAsync(created, model with { Url = "elsewhere:5432", Password = null }, None);

        Assert.That((updated.Url, updated.IsDefault, updated.Version), Is.EqualTo(("elsewhere:5432", true, created.Version + 1)));
        Assert.That(updated.JsonData["maxOpenConns"]!.GetValue<int>(), Is.EqualTo(7));
        Assert.That(stored.Secrets["password"], Is.EqualTo(model.Password));
    }

    [Test]
    public async Task Update_SomebodyElseDidMeanwhile_IsVersionMismatch()
    {
        var created = await Client.Datasources.CreateAsync(Model(), None);
        await Client.Datasources.UpdateAsync(created, Model() with { Url = "one:1" }, None);

        var failure = FailureOf(() => Client.Datasources.UpdateAsync(created, Model() with { Url = "two:2" }, None));

        Assert.That(failure.Failure, Is.EqualTo(GrafanaFailure.VersionMismatch));
    }

    [Test]
    public async Task UpdateAndDelete_OneThatGrafanasFilesProvide_IsProvisioned()
    {
        Grafana.AddDatasource("tricorder", "Tricorder", "postgres", isReadOnly: true);
        var found = (await Client.Datasources.FindAsync("tricorder", "Tricorder", None))!;

        Assert.That(found.IsReadOnly, Is.True);
        Assert.That(FailureOf(() => Client.Datasources.UpdateAsync(found, Model(), None)).Failure, Is.EqualTo(GrafanaFailure.Provisioned));
        Assert.That(FailureOf(() => Client.Datasources.DeleteAsync(found, None)).Failure, Is.EqualTo(GrafanaFailure.Provisioned));
    }

    [Test]
    public async Task Delete_Twice_SaysWhetherThereWasOne()
    {
        var created = await Client.Datasources.CreateAsync(Model(), None);

        Assert.That(await Client.Datasources.DeleteAsync(created, None), Is.True);
        Assert.That(await Client.Datasources.DeleteAsync(created, None), Is.False);
        Assert.That(Grafana.State.Datasources, Is.Empty);
    }

    [Test]
    public async Task Check_OfARealPostgres_IsOk()
    {
        var created = await Client.Datasources.CreateAsync(Of(new Uri(await PostgresCluster.Shared.CreateDatabaseAsync())), None);

        Assert.That(await Client.Datasources.CheckAsync(created, None), Is.EqualTo(new DatasourceCheck(true, "Database Connection OK")));
    }

    [Test]
    public async Task Check_DatabaseIsNotThere_SaysWhatPostgresSaid()
    {
        var created = await Client.Datasources.CreateAsync(Of(new Uri(PostgresCluster.Shared.UrlOf("nowhere"))), None);

        var check = await Client.Datasources.CheckAsync(created, None);

        Assert.That(check, Is.EqualTo(new DatasourceCheck(false, "pq: database \"nowhere\" does not exist")));
    }

    [Test]
    public async Task Check_PluginWithoutHealthCheck_IsTriedByAQuery()
    {
        Grafana.Queries.HasHealthChecks = false;
        var good = await Client.Datasources.CreateAsync(Of(new Uri(await PostgresCluster.Shared.CreateDatabaseAsync())), None);
        var bad = await Client.Datasources.CreateAsync(
            Of(new Uri(PostgresCluster.Shared.UrlOf("nowhere"))) with { Uid = "bad", Name = "Bad" }, None);

        Assert.That((await Client.Datasources.CheckAsync(good, None)).IsOk, Is.True);
        Assert.That((await Client.Datasources.CheckAsync(bad, None)).Message, Does.Contain("does not exist"));
    }

    [Test]
    public async Task Check_Prometheus_IsOkWhenItAnswers()
    {
        await using var prometheus = LoopbackApp.Create();
        prometheus.MapGet("/api/v1/query", context => context.Response.WriteAsync("""{"status":"success"}"""));
        await prometheus.StartAsync();
        var created = await Client.Datasources.CreateAsync(
            new DatasourceModel("prom", "Prom", "prometheus", prometheus.Urls.Single()), None);

        Assert.That((await Client.Datasources.CheckAsync(created, None)).IsOk, Is.True);
        await prometheus.StopAsync();
        Assert.That((await Client.Datasources.CheckAsync(created, None)).IsOk, Is.False);
    }

    private static DatasourceModel Model() => new("tricorder", "Tricorder", GrafanaFeatures.PostgresPlugin, "postgres:5432")
    {
        User = "tricorder_reader",
        Database = "tricorder",
        Password = PlantedSecrets.Add("ds-" + Guid.NewGuid().ToString("N")),
        JsonData = new JsonObject { ["sslmode"] = "disable", ["postgresVersion"] = 1500 },
    };

    private static DatasourceModel Of(Uri database) =>
        Model() with { Url = database.Authority.Split('@')[^1], User = "postgres", Database = database.AbsolutePath[1..] };
}
