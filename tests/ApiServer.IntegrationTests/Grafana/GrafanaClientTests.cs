using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.IntegrationTests.Support.Grafana;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>Versions, organizations, folders and annotations of each generation of Grafana.</summary>
[TestFixture("7.5.17")]
[TestFixture("11.3.0")]
[TestFixture("13.0.1")]
public sealed class GrafanaClientTests(string version) : GrafanaTest(version)
{
    [Test]
    public async Task Features_OfAVersion_AreWhatItCanDo()
    {
        var features = await Client.FeaturesAsync(None);

        Assert.That(features.Text, Is.EqualTo(Profile.Version));
        Assert.That(
            (features.HasServiceAccounts,
                features.HasDatasourcesByUid,
                features.HasFolderUidOnSave,
                features.PostgresType),
            Is.EqualTo((Profile.HasServiceAccounts,
                Profile.HasDatasourceUids,
                Profile.HasFolderUidOnSave,
                Profile.PostgresPlugin)));
    }

    [Test]
    public async Task Features_VersionHiddenFromStrangers_AreAskedForInTheAuthoritysName()
    {
        Grafana.HidesVersion = true;

        Assert.That((await Client.FeaturesAsync(None)).Text, Is.EqualTo(Profile.Version));
    }

    [Test]
    public async Task Features_AskedForOften_AreReadOnce()
    {
        for (var i = 0; i < 10; i++)
        {
            await Client.FeaturesAsync(None);
        }

        Assert.That(Grafana.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public void Ping_GrafanasOwnDatabaseIsDown_SaysSo()
    {
        Grafana.IsFailing = true;

        var failure = FailureOf(() => Client.PingAsync(None));

        Assert.That(
            (failure.Failure, failure.Message), Is.EqualTo((GrafanaFailure.ServerError, "Grafana is up, but its own database is not.")));
    }

    [Test]
    public async Task Organization_OfATokenOfAnother_IsThatOne()
    {
        var foreign = Host.As(FixedAuthority.Token(Grafana.AddToken("Admin", orgId: 2)));

        Assert.That(await Client.OrganizationAsync(None), Is.EqualTo(new GrafanaOrganization(1, "Main Org.")));
        Assert.That((await foreign.OrganizationAsync(None)).Id, Is.EqualTo(2));
    }

    [Test]
    public async Task EnsureFolder_Twice_MakesOne()
    {
        var first = await Client.Folders.EnsureAsync("tricorder", "Tricorder", None);
        var second = await Client.Folders.EnsureAsync("tricorder", "Tricorder", None);

        Assert.That(second, Is.EqualTo(first));
        Assert.That((first.Uid, first.Title, Grafana.State.Folders.Count, Grafana.Writes()), Is.EqualTo(("tricorder", "Tricorder", 1, 1)));
    }

    [Test]
    public async Task EnsureFolder_SomebodyMakesItMeanwhile_IsTheirs()
    {
        Grafana.Faults.Add("/api/folders/tricorder", GrafanaFaultKinds.Status(404, "folder not found"), times: 1);
        var made = Grafana.AddFolder("tricorder", "Tricorder");

        Assert.That((await Client.Folders.EnsureAsync("tricorder", "Tricorder", None)).Id, Is.EqualTo(made.Id));
    }

    [Test]
    public async Task EnsureFolder_NameIsTaken_UsesThatOneWhereNamesAreUnique()
    {
        Grafana.AddFolder("theirs", "Tricorder");

        var folder = await Client.Folders.EnsureAsync("tricorder", "Tricorder", None);

        Assert.That(folder.Uid, Is.EqualTo(Profile.HasUniqueNames ? "theirs" : "tricorder"));
    }

    [Test]
    public async Task DeleteFolder_ThatIsNotThere_IsNoFailure()
    {
        await Client.Folders.EnsureAsync("tricorder", "Tricorder", None);

        Assert.That(await Client.Folders.DeleteAsync("tricorder", None), Is.True);
        Assert.That(await Client.Folders.DeleteAsync("tricorder", None), Is.False);
    }

    [Test]
    public async Task AddAnnotation_OfADashboard_IsOnThatDashboard()
    {
        var dashboard = Grafana.AddDashboard("board", "Board");

        var id = await Client.Annotations.AddAsync(
            new AnnotationModel("board", dashboard.Id, DateTimeOffset.UnixEpoch, "deployed", ["tricorder"]), None);

        var stored = Grafana.State.Annotations.Single();
        Assert.That(id, Is.EqualTo(stored["id"]!.GetValue<long>()));
        Assert.That(stored["dashboardUid"]!.GetValue<string>(), Is.EqualTo("board"));
        Assert.That(stored["time"]!.GetValue<long>(), Is.Zero);
        Assert.That(stored["tags"]!.AsArray().Single()!.GetValue<string>(), Is.EqualTo("tricorder"));
    }
}
