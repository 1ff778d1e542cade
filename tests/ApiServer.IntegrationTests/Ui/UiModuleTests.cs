using Microsoft.Playwright;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Ui;

/// <summary>What somebody does with modules in the Web UI.</summary>
public sealed class UiModuleTests : UiTest
{
    [Test]
    public async Task Module_FromDeployToDelete_IsSeenLive()
    {
        using var good = await ScriptedAgent.ConnectAsync(Server, node: "good");
        using var bad = await ScriptedAgent.ConnectAsync(Server, node: "bad");
        var module = await Plane.CreateAsync(change => change.Name = "tcp-connect");
        var page = await Browser.GoAsync("/modules");
        await Link(page, "tcp-connect").ClickAsync();

        await Button(page, "Deploy").ClickAsync();
        await SeesAsync(page, "It will run on 2 nodes.");
        await ConfirmAsync(page, "Deploy");
        await good.SucceedAsync(await good.OrderAsync(ModuleAction.Deploy, module.Id));
        await SeesAsync(page, "1 / 2");
        await bad.FailAsync(await bad.OrderAsync(ModuleAction.Deploy, module.Id), "kernel too old");
        await SeesAsync(page, "kernel too old");
        await SeesAsync(page, "1 node");

        await Button(page, "Undeploy").ClickAsync();
        await SeesAsync(page, "It runs on 1 node.");
        await ConfirmAsync(page, "Undeploy");
        await good.SucceedAsync(await good.OrderAsync(ModuleAction.Undeploy, module.Id));
        await SeesAsync(page, "undeployed");

        await Button(page, "Delete").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        var delete = dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Delete" });
        await Assertions.Expect(delete).ToBeDisabledAsync();
        await dialog.GetByRole(AriaRole.Textbox).FillAsync("tcp-connect");
        await delete.ClickAsync();
        await SeesAsync(page, "No modules yet.");
    }

    [Test]
    public async Task Revision_BeforeTheLast_IsDeployedAgain()
    {
        using var agent = await ScriptedAgent.ConnectAsync(Server);
        var module = await Plane.RunAsync();
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 1);
        await Plane.ReviseAsync(module.Id);
        await Plane.DeployAsync(module.Id);
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 2);
        var page = await Browser.GoAsync($"/modules/{module.Id}?tab=history");

        var row = page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "Deploy this one" }).Last;
        await row.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Deploy this one" }).ClickAsync();
        await SeesAsync(page, $"Deploy revision 1 of {module.Name}?");
        await ConfirmAsync(page, "OK");

        await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 1);
        await SeesAsync(page, "revision 1 of 2");
    }

    [Test]
    public async Task Modules_Chosen_AreDeployedTogether()
    {
        var (one, other) = (await Plane.CreateAsync(), await Plane.CreateAsync());
        var page = await Browser.GoAsync("/modules");
        await Link(page, one.Name).WaitForAsync();

        await page.GetByRole(AriaRole.Checkbox).First.CheckAsync();
        await Button(page, "Deploy").ClickAsync();
        await SeesAsync(page, "Deploy 2 modules?");
        await ConfirmAsync(page, "OK");

        await Plane.PhaseAsync(one.Id, DeploymentPhase.Succeeded);
        await Plane.PhaseAsync(other.Id, DeploymentPhase.Succeeded);
        await page.GetByPlaceholder("Search").FillAsync(one.Name);
        await Assertions.Expect(Link(page, other.Name)).ToHaveCountAsync(0);
        Assert.That(page.Url, Does.EndWith("/modules?q=" + one.Name));
    }
}
