using Microsoft.Playwright;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Ui;

/// <summary>What people stumble over when it is wrong.</summary>
public sealed class UiDetailTests : UiTest
{
    private const string Verifier = "invalid argument\n0: (85) call unknown#195\ninvalid func unknown#195\nprocessed 13 insns";

    [Test]
    public async Task Keyboard_Alone_GoesToTheContentAndFromCellToCell()
    {
        using var one = await ScriptedAgent.ConnectAsync(Server, node: "one");
        using var two = await ScriptedAgent.ConnectAsync(Server, node: "two");
        var module = await Plane.RunAsync();
        var page = await Browser.GoAsync($"/modules/{module.Id}");
        await Assertions.Expect(page.Locator("canvas")).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator("a.skip")).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Enter");
        Assert.That(await page.EvaluateAsync<string>("document.activeElement.id"), Is.EqualTo("content"));
        await page.Locator("canvas").FocusAsync();
        await SeesAsync(page, "one · ");
        await page.Keyboard.PressAsync("ArrowRight");
        await SeesAsync(page, "two · ");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page).ToHaveURLAsync($"{Server.Web}/agents/{two.Id}");
        Assert.That(await page.Locator("main").CountAsync(), Is.EqualTo(1), "a page has one main part");
    }

    [Test]
    public async Task Module_ThatFails_IsNotSynced_AndKeepsTheLinesOfTheVerifier()
    {
        using var agent = await ScriptedAgent.ConnectAsync(Server, node: "old");
        var module = await Plane.RunAsync();
        await agent.FailAsync(await agent.OrderAsync(ModuleAction.Deploy, module.Id), Verifier);
        var list = await Browser.GoAsync("/modules");

        await SeesAsync(list, "not as desired");
        await Plane.ReviseAsync(module.Id);
        await SeesAsync(list, "1 of 2");
        await Assertions.Expect(list.GetByText("synced", new PageGetByTextOptions { Exact = true })).ToHaveCountAsync(0);

        await Link(list, module.Name).ClickAsync();
        await list.Locator(".ant-collapse-header").ClickAsync();
        var log = list.Locator(".logs");
        await Assertions.Expect(log).ToContainTextAsync("processed 13 insns");
        Assert.That((await log.InnerTextAsync()).Split('\n'), Has.Length.AtLeast(4));
        await Assertions.Expect(log.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Copy" })).ToHaveCountAsync(1);
    }

    [Test]
    public async Task Event_OfAFailure_NamesItsNodeAndOpensToItsRecord()
    {
        using var agent = await ScriptedAgent.ConnectAsync(Server, node: "old");
        var module = await Plane.RunAsync();
        await agent.FailAsync(await agent.OrderAsync(ModuleAction.Deploy, module.Id), Verifier);
        var page = await Browser.GoAsync("/events");

        var row = page.GetByRole(AriaRole.Row)
            .Filter(new LocatorFilterOptions { HasText = $"Module '{module.Name}' failed on node 'old'" });
        await Assertions.Expect(row).ToContainTextAsync("Failed on a node");
        await Assertions.Expect(row.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "old" })).ToHaveAttributeAsync(
            "href", $"/agents/{agent.Id}");
        await row.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Expand row" }).ClickAsync();
        await SeesAsync(page, "Event ID");
        Assert.That((await page.Locator(".logs").First.InnerTextAsync()).Split('\n'), Has.Length.AtLeast(4), "lines stay lines");

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Language" }).ClickAsync();
        await page.GetByText("中文").ClickAsync();
        await SeesAsync(page, $"模块“{module.Name}”在节点“old”上失败");
    }

    [Test]
    public async Task LegacyAgents_OnTheModulesPage_SaysWhatTheyLeaveBehind()
    {
        using var agent = await ScriptedLegacyAgent.ConnectAsync(Server);
        var module = await Plane.RunAsync();

        var page = await Browser.GoAsync($"/modules/{module.Id}");

        await SeesAsync(page, "Restart their pods now and then.");
    }

    [Test]
    public async Task Sample_ThatIsOnlyLookedAt_IsNoWork()
    {
        var page = await Browser.GoAsync("/modules/new?sample=cpu-profile");
        var name = page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true });
        await Assertions.Expect(name).ToHaveValueAsync("cpu-profile");

        await page.GotoAsync("/modules/new?sample=dns-queries");
        await Assertions.Expect(name).ToHaveValueAsync("dns-queries");
        await Assertions.Expect(page.GetByText("What you had not saved is back")).ToHaveCountAsync(0);

        // What somebody wrote is kept, for this sample alone.
        await name.FillAsync("mine");
        await SeesAsync(page, "Nothing is wrong.");
        await page.GotoAsync("/modules/new?sample=cpu-profile");
        await Assertions.Expect(name).ToHaveValueAsync("cpu-profile");
        await page.GotoAsync("/modules/new?sample=dns-queries");
        await Assertions.Expect(name).ToHaveValueAsync("mine");
        await SeesAsync(page, "What you had not saved is back");
    }

    [Test]
    public async Task Findings_AreCountedBesideTheTab_AndNamedInWords()
    {
        var page = await Browser.GoAsync("/modules/new?sample=dns-queries");
        await page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "WASM" }).ClickAsync();
        await page.GetByLabel("Name of the function").FillAsync("gone");

        await SeesAsync(page, "WASM › name of the function");
        var badge = await page.Locator(".ant-tabs-tab .ant-badge-count").BoundingBoxAsync();
        var word = await page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "WASM" }).EvaluateAsync<float>(
            "tab => { const r = document.createRange(); "
            + "r.selectNodeContents(document.createTreeWalker(tab, NodeFilter.SHOW_TEXT).nextNode()); "
            + "return r.getBoundingClientRect().right; }");
        Assert.That(badge!.X, Is.GreaterThanOrEqualTo(word), "the badge covers no letter");
    }
}
