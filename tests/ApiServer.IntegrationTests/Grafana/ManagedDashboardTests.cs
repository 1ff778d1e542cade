using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.IntegrationTests.Support.Grafana;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>Dashboards follow the modules, and what people do in Grafana stands.</summary>
[TestFixtureSource(typeof(GrafanaVersions), nameof(GrafanaVersions.OfDashboards))]
public sealed class ManagedDashboardTests(string version) : ManagedGrafanaTest(version)
{
    [Test]
    public async Task Deploy_DashboardIsThereAndKnown()
    {
        var module = await RunAsync(module => module.Description = "What it is for");

        var (stored, known) = (Stored(module)!, await FindAsync(module.Id));
        var condition = await DashboardAsync(module.Id, "READY");
        Assert.That((stored.Title, stored.FolderUid), Is.EqualTo((module.Name, Look(state => state.Folders.Single().Uid))));
        Assert.That(PanelsOf(stored), Is.Not.Empty);
        Assert.That(
            stored.Model.ToJsonString(), Does.Contain($"http://localhost:8080/modules/{module.Id}").And.Contain("tricorder_module_"));
        Assert.That(
            (known.Uid, known.Name, known.Version, known.EditedByUser),
            Is.EqualTo((UidOf(module), module.Name, (int)stored.Version, false)));
        Assert.That((known.Url, condition.Message), Is.EqualTo(($"https://grafana.example/d/{known.Uid}/{stored.Slug}", known.Url)));
        var row = StoreRows.Read(Server, "SELECT * FROM grafana_dashboard WHERE module_id = $value", module.Id).Single();
        Assert.That(row["grafana_dashboard_id"], Is.EqualTo(stored.Id));
        Assert.That(
            StoreRows.Read(Server, "SELECT * FROM schema WHERE uid = $value", module.Id).Single()["grafana_dashboard_id"],
            Is.EqualTo(stored.Id));
    }

    [Test]
    public async Task Update_OfWhatTheDashboardShows_IsWritten()
    {
        var module = await RunAsync();

        await Plane.Modules.UpdateModuleAsync(
            new UpdateModuleRequest { Module = new Module { Id = module.Id, Panel = """{"type":"text","title":"Mine"}""" } },
            ControlPlane.Options);

        await UntilAsync(_ => PanelsOf(Stored(module)!).Any(panel => (string?)panel!["title"] == "Mine"), "the module's panel is there");
        Assert.That((await FindAsync(module.Id)).EditedByUser, Is.False);
    }

    [Test]
    public async Task Edit_InGrafana_StaysUntilItIsTakenBack()
    {
        var module = await RunAsync();
        Grafana.Edit(UidOf(module), model => model["title"] = "My own");

        await Plane.ReviseAsync(module.Id);
        await Plane.DeployAsync(module.Id);
        await DashboardAsync(module.Id, "EDITED_BY_USER");
        var dashboard = await FindAsync(module.Id);
        var refused = Assert.ThrowsAsync<RpcException>(
            async () => await Service.CreateDashboardAsync(new CreateDashboardRequest { ModuleId = module.Id }, ControlPlane.Options));

        Assert.That(
            (Stored(module)!.Title, dashboard.EditedByUser, refused!.StatusCode),
            Is.EqualTo(("My own", true, StatusCode.FailedPrecondition)));
        var taken = await Service.CreateDashboardAsync(
            new CreateDashboardRequest { ModuleId = module.Id, OverwriteEdits = true }, ControlPlane.Options);
        Assert.That((Stored(module)!.Title, taken.Dashboard.EditedByUser), Is.EqualTo((module.Name, false)));
        await DashboardAsync(module.Id, "READY");
    }

    [Test]
    public async Task Edit_OfAModuleThatStaysAsItIs_IsTakenBack()
    {
        var module = await RunAsync();
        Grafana.Edit(UidOf(module), model => model["title"] = "My own");
        await Plane.DeployAsync(module.Id);
        await DashboardAsync(module.Id, "EDITED_BY_USER");

        var taken = await Service.CreateDashboardAsync(
            new CreateDashboardRequest { ModuleId = module.Id, OverwriteEdits = true }, ControlPlane.Options);

        Assert.That((Stored(module)!.Title, taken.Dashboard.EditedByUser), Is.EqualTo((module.Name, false)));
    }

    [Test]
    public async Task Delete_InGrafana_StandsUntilTheNextDeploy()
    {
        var module = await RunAsync();
        Grafana.DeleteDashboard(UidOf(module));

        await Plane.Modules.UpdateModuleAsync(
            new UpdateModuleRequest { Module = new Module { Id = module.Id, Description = "changed" } }, ControlPlane.Options);
        await DashboardAsync(module.Id, "DELETED_BY_USER");
        Assert.That(Stored(module), Is.Null);
        await Plane.DeployAsync(module.Id);

        await DashboardAsync(module.Id, "READY");
        Assert.That(Stored(module), Is.Not.Null);
    }

    [Test]
    public async Task Move_InGrafana_IsKept()
    {
        var module = await RunAsync();
        Look(state => Stored(module)!.FolderUid = "");

        await Plane.Modules.UpdateModuleAsync(
            new UpdateModuleRequest { Module = new Module { Id = module.Id, Panel = """{"type":"text","title":"Mine"}""" } },
            ControlPlane.Options);
        await UntilAsync(_ => PanelsOf(Stored(module)!).Any(panel => (string?)panel!["title"] == "Mine"), "the module's panel is there");

        Assert.That(Stored(module)!.FolderUid, Is.Empty, "the root folder, where somebody put it");
    }

    [Test]
    public async Task Module_Deleted_TakesItsDashboardAlongUnlessEdited()
    {
        var (ours, theirs) = (await RunAsync(), await RunAsync());
        Grafana.Edit(UidOf(theirs), model => model["title"] = "My own");
        foreach (var module in new[] { ours, theirs })
        {
            await Plane.UndeployAsync(module.Id);
            await Plane.DeleteAsync(module.Id);
        }

        await Eventually.TrueAsync(
            async () => (await Service.ListDashboardsAsync(new ListDashboardsRequest(), ControlPlane.Options)).TotalSize == 0,
            "none is ours",
            TimeSpan.FromSeconds(60));
        Assert.That((Stored(ours), Stored(theirs)?.Title), Is.EqualTo(((StoredDashboard?)null, "My own")));
    }

    [Test]
    public async Task Grafana_Down_HoldsNoAgentUpAndIsMadeRightLater()
    {
        var first = await RunAsync();
        await Grafana.StopAsync();
        using var agent = await ScriptedAgent.ConnectAsync(Server);

        await agent.ObeyAsync(ModuleAction.Deploy, first.Id);
        var second = await Plane.RunAsync();
        await agent.ObeyAsync(ModuleAction.Deploy, second.Id);
        await DashboardAsync(second.Id, "UNREACHABLE");
        await Grafana.StartAgainAsync();

        await DashboardAsync(second.Id, "READY", 120);
        await DashboardAsync(first.Id, "READY");
    }

    [Test]
    public async Task Grafana_RestoredEmpty_IsRebuilt()
    {
        var (one, other) = (await RunAsync(), await RunAsync());
        await Plane.UndeployAsync(other.Id);
        Grafana.State.Clear();

        await UntilAsync(_ => Stored(one) is not null && Stored(other) is not null, "all dashboards are back", 120);
        await UntilAsync(state => state.Datasources.Count == 1 && state.Folders.Count == 1, "so are folder and datasource");
        await DashboardAsync(one.Id, "READY");
    }

    [Test]
    public async Task Restart_OfTheServer_WritesNothing()
    {
        var module = await RunAsync();
        await UntilAsync(state => state.Annotations.Count > 0, "the deploy is marked");
        var token = (await Service.ListTokensAsync(new ListTokensRequest(), ControlPlane.Options)).Tokens.Single();
        await Server.StopAsync();
        Grafana.ForgetCalls();

        await Server.StartAgainAsync();
        await DashboardAsync(module.Id, "READY");

        await Eventually.TrueAsync(() => Task.FromResult(Grafana.Calls.Count >= 3), "Grafana was looked at");
        Assert.That(Grafana.Calls.Where(call => call.IsWrite).Select(call => $"{call.Method} {call.Path}"), Is.Empty);
        Assert.That((await Service.ListTokensAsync(new ListTokensRequest(), ControlPlane.Options)).Tokens.Single(), Is.EqualTo(token));
    }

    [Test]
    public async Task Deploys_AreMarkedWithWhoAndWhat()
    {
        var module = await RunAsync();
        await Plane.UndeployAsync(module.Id);

        await UntilAsync(state => state.Annotations.Count == 2, "both are marked");
        var texts = Look(state => state.Annotations.Select(annotation => (string?)annotation["text"]).ToList());
        Assert.That(texts[0], Does.Contain("Revision 1"));
    }

    [Test]
    public async Task Dashboard_DeletedHere_IsGoneThereUntilTheNextDeploy()
    {
        var module = await RunAsync();

        await Service.DeleteDashboardAsync(
            new DeleteDashboardRequest { DashboardId = (await FindAsync(module.Id)).Id }, ControlPlane.Options);

        Assert.That(Stored(module), Is.Null);
        await DashboardAsync(module.Id, "DELETED_BY_USER");
        await Plane.DeployAsync(module.Id);
        await DashboardAsync(module.Id, "READY");
    }
}
