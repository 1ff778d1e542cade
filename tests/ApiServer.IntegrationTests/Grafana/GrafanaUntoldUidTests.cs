using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.IntegrationTests.Support.Grafana;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>A Grafana that keeps datasources' uids to itself: names stand in for them.</summary>
public sealed class GrafanaUntoldUidTests
{
    [Test]
    public async Task Datasource_WhereUidsAreNotTold_GoesByItsName()
    {
        await using var grafana = await GrafanaServer.StartAsync(GrafanaProfile.V7 with { TellsDatasourceUids = false });
        await using var host = new GrafanaClientHost(grafana.ServerSettings);
        var model = new DatasourceModel("tricorder", "Tricorder", "postgres", "db:5432") { Database = "x" };
        var created = await host.Client.Datasources.CreateAsync(model, CancellationToken.None);

        var found = await host.Client.Datasources.FindAsync("tricorder", "Tricorder", CancellationToken.None);

        Assert.That((created.Uid, found!.Id, found.IsLike(model)), Is.EqualTo(("tricorder", created.Id, true)));
        await host.Client.Datasources.UpdateAsync(found, model with { Url = "db:5433" }, CancellationToken.None);
        Assert.That(await host.Client.Datasources.DeleteAsync(found, CancellationToken.None), Is.True);
        Assert.That(await host.Client.Datasources.FindAsync("tricorder", "Tricorder", CancellationToken.None), Is.Null);
    }
}
