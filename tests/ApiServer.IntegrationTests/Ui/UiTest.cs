using Microsoft.Playwright;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Ui;

/// <summary>The Web UI in a real browser against a real server, new for each test.</summary>
public abstract class UiTest
{
    private protected ServerProcess Server { get; private set; } = null!;

    private protected UiBrowser Browser { get; private set; } = null!;

    private protected ControlPlane Plane => new(Server.Channel);

    private protected virtual Task<string[]> SettingsAsync() => Task.FromResult<string[]>([]);

    [SetUp]
    public async Task OpenAsync()
    {
        Server = await ServerProcess.StartAsync(await SettingsAsync());
        Browser = await UiBrowser.OpenAsync(Server);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await Browser.DisposeAsync();
        await Server.DisposeAsync();
        Assert.That(Browser.Complaints, Is.Empty);
    }

    private protected static ILocator Button(IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    private protected static ILocator Link(IPage page, string name) =>
        page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = name, Exact = true });

    private protected static Task SeesAsync(IPage page, string text) =>
        Assertions.Expect(page.GetByText(text).Filter(new LocatorFilterOptions { Visible = true }).First).ToBeVisibleAsync(
            new LocatorAssertionsToBeVisibleOptions { Timeout = 30_000 });

    private protected static Task LiveAsync(IPage page) => Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync(
        "live", new LocatorAssertionsToHaveTextOptions { Timeout = 60_000 });

    /// <summary>Says yes in the dialog that is open.</summary>
    private protected static Task ConfirmAsync(IPage page, string button) =>
        page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = button, Exact = true })
            .ClickAsync();
}
