using Microsoft.Playwright;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Ui;

/// <summary>Who is asked signs in, and sees what they may do.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class UiSignInTests : UiTest
{
    private protected override string[] Settings => ["--Security:RequireAuth=true", "--Cluster:Name=lab"];

    [Test]
    public async Task SignIn_WithAToken_LeadsToThePageAndOut()
    {
        var page = await Browser.GoAsync("/agents");
        await SeesAsync(page, "Cluster lab");
        await page.GetByLabel("Token").FillAsync("trk_wrong");
        await Button(page, "Sign in").ClickAsync();
        await page.GetByRole(AriaRole.Alert).WaitForAsync();

        await SignInAsync(page, BootstrapToken);

        await SeesAsync(page, "No agents yet.");
        await LiveAsync(page);
        await Button(page, "token:bootstrap").ClickAsync();
        await SeesAsync(page, "administrator");
        await page.GetByText("Sign out").ClickAsync();
        await page.GetByLabel("Token").WaitForAsync();
    }

    [Test]
    public async Task Viewer_MayNotDeploy_AndIsToldWhy()
    {
        var headers = new Grpc.Core.Metadata { { "authorization", "Bearer " + BootstrapToken } };
        var tokens = new TokenService.TokenServiceClient(Server.Channel);
        var viewer = await tokens.CreateTokenAsync(new CreateTokenRequest { Name = "looks", Role = Role.Viewer }, headers);
        var page = await Browser.GoAsync("/modules");

        await SignInAsync(page, viewer.Secret);

        await Assertions.Expect(Button(page, "Deploy")).ToBeDisabledAsync();
        await Button(page, "Deploy").HoverAsync(new LocatorHoverOptions { Force = true });
        await SeesAsync(page, "You need the role deployer for this.");
    }

    private string BootstrapToken => File.ReadAllText(Path.Combine(Server.DataDirectory, "bootstrap-token")).Trim();

    private static async Task SignInAsync(IPage page, string token)
    {
        await page.GetByLabel("Token").FillAsync(token);
        await Button(page, "Sign in").ClickAsync();
    }
}
