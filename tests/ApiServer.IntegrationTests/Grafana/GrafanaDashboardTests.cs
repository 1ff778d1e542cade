using System.Text.Json.Nodes;
using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.IntegrationTests.Support.Grafana;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>Saving dashboards by the rules of versions and names.</summary>
[TestFixture("7.5.17")]
[TestFixture("11.3.0")]
[TestFixture("13.0.1")]
public sealed class GrafanaDashboardTests(string version) : GrafanaTest(version)
{
    [Test]
    public async Task Save_ANewOne_IsInItsFolderWithEverythingInIt()
    {
        var model = Model();
        model["unheardOf"] = new JsonObject { ["deep"] = new JsonArray(1, null, "x") };
        var folder = await FolderAsync();

        var saved = await Client.Dashboards.SaveAsync(model, folder, overwrite: false, "first", None);
        var found = (await Client.Dashboards.FindAsync("board", None))!;

        Assert.That(
            (saved.Outcome, saved.Uid, saved.Version, saved.Path), Is.EqualTo((DashboardSaveOutcome.Saved, "board", 1, "/d/board/board")));
        Assert.That((found.Id, found.Version, found.IsProvisioned, found.UpdatedBy), Is.EqualTo((saved.Id, 1, false, "admin")));
        Assert.That(JsonNode.DeepEquals(found.Model["unheardOf"], model["unheardOf"]), Is.True);
        Assert.That(Grafana.State.Dashboards.Single().FolderUid, Is.EqualTo("tricorder"));
        Assert.That(found.FolderUid, Is.EqualTo(Profile.HasFolderUidOnSave ? "tricorder" : ""));
        Assert.That(Grafana.State.Dashboards.Single().Message, Is.EqualTo("first"));
    }

    [Test]
    public async Task Save_OfTheVersionThatIsThere_IsTheNextAndStaysInItsFolder()
    {
        var folder = await FolderAsync();
        var first = await Client.Dashboards.SaveAsync(Model(), folder, false, "", None);

        var second = await Client.Dashboards.SaveAsync(Model("Renamed", first.Version), folder, false, "", None);

        Assert.That((second.Outcome, second.Version, second.Id), Is.EqualTo((DashboardSaveOutcome.Saved, 2, first.Id)));
        Assert.That(Grafana.State.Dashboards.Single().FolderUid, Is.EqualTo("tricorder"));
    }

    [Test]
    public async Task Save_SomebodyEditedIt_IsVersionMismatchUnlessOverwritten()
    {
        var folder = await FolderAsync();
        var first = await Client.Dashboards.SaveAsync(Model(), folder, false, "", None);
        Grafana.Edit("board", model => model["title"] = "Mine");

        var refused = await Client.Dashboards.SaveAsync(Model("Board", first.Version), folder, false, "", None);
        Assert.That((refused.Outcome, Grafana.State.Dashboards.Single().Title), Is.EqualTo((DashboardSaveOutcome.VersionMismatch, "Mine")));
        Assert.That(refused.Message, Does.StartWith("Somebody else changed it in Grafana meanwhile (412"));

        var forced = await Client.Dashboards.SaveAsync(Model("Board", first.Version), folder, true, "", None);
        Assert.That(
            (forced.Outcome, forced.Version, Grafana.State.Dashboards.Single().Title),
            Is.EqualTo((DashboardSaveOutcome.Saved, 3, "Board")));
    }

    [Test]
    public async Task Save_NameOfAnotherInTheFolder_IsNameExistsWhereNamesAreUnique()
    {
        var folder = await FolderAsync();
        Grafana.AddDashboard("theirs", "Board", "tricorder");

        var saved = await Client.Dashboards.SaveAsync(Model(), folder, false, "", None);

        Assert.That(saved.Outcome, Is.EqualTo(Profile.HasUniqueNames ? DashboardSaveOutcome.NameExists : DashboardSaveOutcome.Saved));
        Assert.That(Grafana.State.Dashboards.Single(one => one.Uid == "theirs").UpdatedBy, Is.EqualTo("alice"));
    }

    [Test]
    public async Task Save_NameOfAFolder_IsNameExistsWhereNamesAreUnique()
    {
        var saved = await Client.Dashboards.SaveAsync(Model("Tricorder"), await FolderAsync(), false, "", None);

        Assert.That(saved.Outcome, Is.EqualTo(Profile.HasUniqueNames ? DashboardSaveOutcome.NameExists : DashboardSaveOutcome.Saved));
    }

    [Test]
    public async Task Save_OverwritingWhereNamesAreUnique_TellsWhichOneWasWritten()
    {
        Grafana.AddDashboard("theirs", "Board", "tricorder");

        var saved = await Client.Dashboards.SaveAsync(Model(), await FolderAsync(), overwrite: true, "", None);

        Assert.That(saved.Uid, Is.EqualTo(Profile.HasUniqueNames ? "theirs" : "board"));
    }

    [Test]
    public async Task Save_WithTheIdOfAnotherInstallation_GoesByUid()
    {
        var model = Model();
        model["id"] = 4711;

        Assert.That(
            (await Client.Dashboards.SaveAsync(model, await FolderAsync(), false, "", None)).Outcome,
            Is.EqualTo(DashboardSaveOutcome.Saved));
        Assert.That(model["id"]!.GetValue<int>(), Is.EqualTo(4711), "the caller's model is left as it was");
    }

    [Test]
    public async Task SaveAndDelete_OneThatGrafanasFilesProvide_IsProvisioned()
    {
        Grafana.AddDashboard("board", "Board", "tricorder", isProvisioned: true);

        var saved = await Client.Dashboards.SaveAsync(Model(), await FolderAsync(), true, "", None);

        Assert.That((saved.Outcome, Grafana.State.Dashboards.Single().Version), Is.EqualTo((DashboardSaveOutcome.Provisioned, 1)));
        Assert.That((await Client.Dashboards.FindAsync("board", None))!.IsProvisioned, Is.True);
        Assert.That(FailureOf(() => Client.Dashboards.DeleteAsync("board", None)).Failure, Is.EqualTo(GrafanaFailure.Provisioned));
    }

    [TestCase("a-uid-of-forty-one-characters-aaaaaaaaaaaa")]
    [TestCase("with space")]
    public async Task Save_UidThatGrafanaDoesNotTake_IsRejected(string uid)
    {
        var model = Model();
        model["uid"] = uid;
        var folder = await FolderAsync();

        var failure = FailureOf(() => Client.Dashboards.SaveAsync(model, folder, false, "", None));

        Assert.That((failure.Failure, GrafanaUid.IsValid(uid)), Is.EqualTo((GrafanaFailure.Rejected, false)));
        Assert.That(failure.Message, Does.Contain("uid"));
    }

    [Test]
    public async Task Save_MessageLongerThanGrafanaTakes_IsCut()
    {
        var saved = await Client.Dashboards.SaveAsync(Model(), await FolderAsync(), false, new string('x', 2000), None);

        Assert.That((saved.Outcome, Grafana.State.Dashboards.Single().Message.Length), Is.EqualTo((DashboardSaveOutcome.Saved, 500)));
    }

    [Test]
    public async Task Save_FolderIsGone_IsRejected()
    {
        var folder = await FolderAsync();
        Grafana.State.Clear();

        Assert.That(
            FailureOf(() => Client.Dashboards.SaveAsync(Model(), folder, false, "", None)).Failure, Is.EqualTo(GrafanaFailure.Rejected));
    }

    [Test]
    public async Task Delete_Twice_SaysWhetherThereWasOne()
    {
        await Client.Dashboards.SaveAsync(Model(), await FolderAsync(), false, "", None);

        Assert.That(await Client.Dashboards.DeleteAsync("board", None), Is.True);
        Assert.That(await Client.Dashboards.DeleteAsync("board", None), Is.False);
        Assert.That(await Client.Dashboards.FindAsync("board", None), Is.Null);
    }

    private static JsonObject Model(string title = "Board", long version = 0) =>
        new() { ["id"] = null, ["uid"] = "board", ["title"] = title, ["version"] = version, ["tags"] = new JsonArray("tricorder") };

    private Task<GrafanaFolder> FolderAsync() => Client.Folders.EnsureAsync("tricorder", "Tricorder", None);
}
