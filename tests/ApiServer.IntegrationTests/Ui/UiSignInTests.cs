using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Ui;

/// <summary>Who is asked signs in, and sees what they may do.</summary>
public sealed class UiSignInTests : UiTest
{
    private protected override Task<string[]> SettingsAsync() =>
        Task.FromResult<string[]>(["--Security:RequireAuth=true", "--Cluster:Name=lab"]);

    [Test]
    public async Task SignIn_WithAToken_LeadsToThePageAndOut()
    {
        var page = await Browser.GoAsync("/agents");
        await SeesAsync(page, "Cluster lab");
        await TokenField(page).FillAsync("trk_wrong");
        await Button(page, "Sign in").ClickAsync();
        await SeesAsync(page, "That is no token of this server");

        await SignInAsync(page, BootstrapToken);

        await SeesAsync(page, "No agents yet.");
        await LiveAsync(page);
        await Button(page, "token:bootstrap").ClickAsync();
        await SeesAsync(page, "administrator");
        await page.GetByText("Sign out").ClickAsync();
        await TokenField(page).WaitForAsync();
    }

    [Test]
    public async Task SignIn_WithoutAServer_SaysThatItDoesNotAnswer()
    {
        var page = await Browser.GoAsync("/");
        await TokenField(page).FillAsync("trk_anything");
        await Server.KillAsync();

        await Button(page, "Sign in").ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The server does not answer");
    }

    [Test]
    public async Task SignIn_RefusedOnTheWayOverTheProvider_SaysWhy()
    {
        var page = await Browser.GoAsync("/?refused=NO_ROLE");

        await SeesAsync(page, "You are in no group that may use this server.");
    }

    [Test]
    public async Task Viewer_MayNotDeploy_AndIsToldWhy()
    {
        var page = await Browser.GoAsync("/modules");

        await SignInAsync(page, (await CreateTokenAsync(Role.Viewer)).Secret);

        await Assertions.Expect(Button(page, "Deploy")).ToBeDisabledAsync();
        await Button(page, "Deploy").HoverAsync(new LocatorHoverOptions { Force = true });
        await SeesAsync(page, "You need the role deployer for this.");
    }

    [Test]
    public async Task Session_ThatEnds_LeadsBackToSigningIn()
    {
        var token = await CreateTokenAsync(Role.Deployer);
        var page = await Browser.GoAsync("/modules");
        await SignInAsync(page, token.Secret);
        await LiveAsync(page);

        await Tokens.RevokeTokenAsync(new RevokeTokenRequest { TokenId = token.Token.Id }, Administrator);

        await TokenField(page).WaitForAsync();
        await SignInAsync(page, BootstrapToken);
        await LiveAsync(page);
    }

    private TokenService.TokenServiceClient Tokens => new(Server.Channel);

    private Grpc.Core.Metadata Administrator => new() { { "authorization", "Bearer " + BootstrapToken } };

    private string BootstrapToken => File.ReadAllText(Path.Combine(Server.DataDirectory, "bootstrap-token")).Trim();

    private async Task<CreateTokenResponse> CreateTokenAsync(Role role) =>
        await Tokens.CreateTokenAsync(new CreateTokenRequest { Name = "somebody", Role = role }, Administrator);

    private static ILocator TokenField(IPage page) => page.GetByLabel("Token", new PageGetByLabelOptions { Exact = true });

    private static async Task SignInAsync(IPage page, string token)
    {
        await TokenField(page).FillAsync(token);

        // After a failure it may have its turning icon a while longer, which is in its name.
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new Regex("Sign in$") }).ClickAsync();
    }
}
