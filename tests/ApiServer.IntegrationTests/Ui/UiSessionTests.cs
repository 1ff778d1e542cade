using Microsoft.Playwright;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Ui;

/// <summary>People see who is signed in, and end it.</summary>
public sealed class UiSessionTests : UiTest
{
    private protected override Task<string[]> SettingsAsync() => Task.FromResult<string[]>(["--Security:RequireAuth=true"]);

    [Test]
    public async Task Session_OfSomebodyElse_IsSeenAndEndedByTheAdministrator()
    {
        await using var other = await UiBrowser.OpenAsync(Server);
        var viewer = await other.GoAsync("/sessions");
        await SignInAsync(viewer, await CreateTokenAsync("reader", Role.Viewer));
        await Assertions.Expect(Rows(viewer)).ToHaveCountAsync(1);
        await Assertions.Expect(Rows(viewer)).ToContainTextAsync("this one");
        await LiveAsync(viewer);
        var page = await Browser.GoAsync("/");
        await SignInAsync(page, BootstrapToken);
        await LiveAsync(page);

        await Button(page, "token:bootstrap").ClickAsync();
        await Link(page, "Sessions").ClickAsync();
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(2);
        var row = Rows(page).Filter(new LocatorFilterOptions { HasText = "token:reader" });
        await Assertions.Expect(row).ToContainTextAsync("Chrome");
        await Assertions.Expect(row).ToContainTextAsync("127.0.0.1");
        await row.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "End session" }).ClickAsync();
        await ConfirmAsync(page, "End session");

        await SeesAsync(page, "The session has ended.");
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(1);
        await TokenField(viewer).WaitForAsync();
        Assert.That(other.Complaints, Is.Empty);
    }

    [Test]
    public async Task Session_OfOnesOwn_EndsHereToo()
    {
        var page = await Browser.GoAsync("/sessions");
        await SignInAsync(page, BootstrapToken);

        await Button(page, "End session").ClickAsync();
        await SeesAsync(page, "It is this one: you are signed out at once.");
        await ConfirmAsync(page, "End session");

        await TokenField(page).WaitForAsync();
    }

    private string BootstrapToken => File.ReadAllText(Path.Combine(Server.DataDirectory, "bootstrap-token")).Trim();

    private async Task<string> CreateTokenAsync(string name, Role role)
    {
        var administrator = new Grpc.Core.Metadata { { "authorization", "Bearer " + BootstrapToken } };
        var request = new CreateTokenRequest { Name = name, Role = role };
        return (await new TokenService.TokenServiceClient(Server.Channel).CreateTokenAsync(request, administrator)).Secret;
    }

    private static ILocator Rows(IPage page) => page.Locator("tr[data-row-key]");

    private static ILocator TokenField(IPage page) => page.GetByLabel("Token", new PageGetByLabelOptions { Exact = true });

    private static async Task SignInAsync(IPage page, string token)
    {
        await TokenField(page).FillAsync(token);
        await Button(page, "Sign in").ClickAsync();
    }
}
