using Tricorder.ApiServer.IntegrationTests.Security;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>`session`: who is signed in with a browser.</summary>
public sealed class CliSessionTests : CliTest
{
    private SecuredServer _secured = null!;

    private protected override async Task<ServerProcess> StartServerAsync()
    {
        _secured = await SecuredServer.StartAsync();
        return _secured.Process;
    }

    [SetUp]
    public void Authorize() => Variables["TRICORDER_TOKEN"] = _secured.AdminToken;

    [Test]
    public async Task Revoke_OfAListedSession_EndsIt()
    {
        using var browser = await TestBrowser.SignedInAsync(_secured.Process.Web, _secured.AdminToken);

        var list = await DoAsync("session", "list", "-o", "wide");
        var id = (await DoAsync("session", "list", "-o", "name")).Lines.Single();
        var revoked = await RunAsync("session", "revoke", id, "there-is-none", "--yes");
        var after = await DoAsync("session", "list");

        Assert.That(list.Out, Does.Match(@"(?m) token:bootstrap +admin +127\.0\.0\.1 +\S+ ago +in 11h\S* +\S+ +TestBrowser/1\.0 "));
        Assert.That((revoked.ExitCode, revoked.Out), Is.EqualTo((3, "token:bootstrap: signed out\n")));
        Assert.That(revoked.Error, Does.Contain("there-is-none"));
        Assert.That(await browser.StatusAsync(), Is.EqualTo(System.Net.HttpStatusCode.Unauthorized));
        Assert.That(after.Out + after.Error, Does.Contain("Nobody is signed in"));
    }
}
