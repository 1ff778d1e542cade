using Microsoft.Playwright;

namespace Tricorder.ApiServer.IntegrationTests.Ui;

/// <summary>What is shown is what is so: in many tabs, in many browsers, and after the server was away.</summary>
public sealed class UiLiveTests : UiTest
{
    [Test]
    public async Task Server_KilledAndStartedAgain_PageRecoversByItself()
    {
        var page = await Browser.GoAsync("/modules");
        await LiveAsync(page);
        await page.EvaluateAsync("window.sameDocument = true");

        await Server.KillAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("stale");
        await SeesAsync(page, "Not connected since");
        Assert.That(await page.Locator(".stale").CountAsync(), Is.EqualTo(1), "what is not known has no colours");
        await Server.StartAgainAsync();

        await LiveAsync(page);
        await Assertions.Expect(page.GetByText("Not connected since")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".stale")).ToHaveCountAsync(0);
        var module = await Plane.CreateAsync();
        await SeesAsync(page, module.Name);
        Assert.That(await page.EvaluateAsync<bool>("window.sameDocument"), "nothing was loaded anew");
    }

    /// <summary>Over HTTP/1.1 a browser has six connections to a server: a watch for each tab would use them up.</summary>
    [Test]
    public async Task Tabs_Eight_NoneHangsAndOneWatchServesAll()
    {
        var tabs = new List<IPage>();
        for (var i = 0; i < 8; i++)
        {
            tabs.Add(await Browser.GoAsync("/modules"));
            await LiveAsync(tabs[^1]);
        }

        var first = await Plane.CreateAsync();
        foreach (var tab in tabs)
        {
            await SeesAsync(tab, first.Name);
        }

        // The one that watches for all is closed.
        await tabs[0].CloseAsync();
        var second = await Plane.CreateAsync();
        foreach (var tab in tabs.Skip(1))
        {
            await SeesAsync(tab, second.Name);
            await Link(tab, "Events").ClickAsync();
            await SeesAsync(tab, $"Module '{second.Name}' was created.");
        }
    }

    [Test]
    public async Task Browsers_Two_SeeEachOthersChanges()
    {
        await using var other = await UiBrowser.OpenAsync(Server);
        var module = await Plane.CreateAsync();
        var here = await Browser.GoAsync($"/modules/{module.Id}");
        var there = await other.GoAsync("/modules");
        await SeesAsync(there, "not deployed");

        await Button(here, "Deploy").ClickAsync();
        await ConfirmAsync(here, "Deploy");

        await SeesAsync(there, "synced");
        Assert.That(other.Complaints, Is.Empty);
    }
}
