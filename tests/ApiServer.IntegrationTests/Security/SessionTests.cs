using System.Net;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Tricorder.ApiServer.IntegrationTests.Api;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>Signing in as the Web UI does, with a browser's cookies.</summary>
[Platform(Exclude = "Win")]
[UnsupportedOSPlatform("windows")]
public sealed class SessionTests
{
    private TestIssuer _issuer = null!;
    private SecuredServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        _server = await SecuredServer.StartAsync([.. _issuer.ServerSettings, "--Security:FailedLoginsPerMinute=60000"]);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Test]
    public async Task Session_BeforeSignIn_SaysHowToSignIn()
    {
        using var browser = Browser();

        var session = await SessionAsync(browser);

        Assert.That((session.Text("actor"), session.Text("csrfToken"), session.At("open").GetBoolean()), Is.EqualTo(("", "", false)));
        Assert.That(session.At("signInMethods").EnumerateArray().Select(method => method.GetString()), Is.EqualTo(["token", "oidc"]));
    }

    [Test]
    public async Task SignIn_WithTheProvider_IsASessionOfThatUser()
    {
        using var browser = Browser();

        using var page = await FollowAsync(browser, "/auth/login?returnUrl=/modules");

        Assert.That(page.RequestMessage!.RequestUri!.AbsolutePath, Is.EqualTo("/modules"));
        var session = await SessionAsync(browser);
        Assert.That((session.Text("actor"), session.Text("role")), Is.EqualTo(("user:alice", "ROLE_ADMIN")));
        using var list = await browser.GetAsync("/v1/modules");
        Assert.That(list.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task SignIn_AfterTheClientSecretsFileHasChanged_UsesTheNewOne()
    {
        await using var issuer = await TestIssuer.StartAsync();
        var file = Path.Combine(Path.GetTempPath(), $"client-secret-{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(file, TestIssuer.ClientSecret);
        var settings = issuer.ServerSettings.Where(
            setting => !setting.StartsWith("--Security:Oidc:ClientSecret=", StringComparison.Ordinal));
        await using var server = await SecuredServer.StartAsync([.. settings, $"--Security:Oidc:ClientSecretFile={file}"]);
        await SignsInAsync();

        issuer.Secret = PlantedSecrets.Add("the-next-secret-of-the-tests");
        await File.WriteAllTextAsync(file, issuer.Secret + "\n");

        await SignsInAsync();
        File.Delete(file);
        await SignsInAsync();

        async Task SignsInAsync()
        {
            using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
            {
                BaseAddress = new Uri(server.Process.Web),
            };
            using var page = await FollowAsync(browser, "/auth/login?returnUrl=/modules");
            Assert.That((await SessionAsync(browser)).Text("actor"), Is.EqualTo("user:alice"));
        }
    }

    [Test]
    public async Task SignIn_WithAToken_SetsACookieThatScriptsCanNotRead()
    {
        using var browser = Browser();
        var token = await _server.CreateTokenAsync(Role.Viewer);

        using var answer = await SignInAsync(browser, token.Secret);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("apiserver=", StringComparison.Ordinal));
        Assert.That(
            cookie, Does.Contain("httponly").IgnoreCase.And.Contain("samesite=lax").IgnoreCase.And.Not.Contain("expires=").IgnoreCase);
        Assert.That((await SessionAsync(browser)).Text("actor"), Is.EqualTo("token:" + token.Token.Name));
    }

    [Test]
    public async Task Cookies_OverTls_AreForThisHostOverTlsOnly()
    {
        using var certificates = new TestCertificates();
        await using var server = await SecuredServer.StartAsync(certificates);
        using var browser = new HttpClient(server.Process.Handler()) { BaseAddress = new Uri(server.Process.Web) };

        using var answer = await SignInAsync(browser, server.AdminToken);

        var cookie = answer.Headers.GetValues("Set-Cookie")
            .Single(value => value.StartsWith("__Host-apiserver=", StringComparison.Ordinal));
        Assert.That(cookie, Does.Contain("secure").IgnoreCase.And.Contain("path=/").IgnoreCase.And.Not.Contain("domain").IgnoreCase);
    }

    [Test]
    public async Task ChangingCall_WithTheCsrfToken_IsDone()
    {
        using var browser = await SignedInAsync();

        using var answer = await PostAsync(browser, (await SessionAsync(browser)).Text("csrfToken"));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("CfDJ8NotOne")]
    public async Task ChangingCall_WithoutTheCsrfToken_IsRefusedAndOnRecord(string? csrfToken)
    {
        using var browser = await SignedInAsync();
        await SessionAsync(browser);

        using var answer = await PostAsync(browser, csrfToken);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("CSRF_TOKEN_INVALID"));
        await Eventually.TrueAsync(
            async () => (await _server.EventsAsync("CALL_DENIED"))
                .Any(one => one.Message.Contains("CSRF_TOKEN_INVALID") && one.Actor == "token:bootstrap"),
            "it is an event");
    }

    [Test]
    public async Task ChangingCall_WithTheCsrfTokenOfAnotherSession_IsRefused()
    {
        using var browser = await SignedInAsync();
        await SessionAsync(browser);
        using var other = Browser();
        using var page = await FollowAsync(other, "/auth/login");

        using var answer = await PostAsync(browser, (await SessionAsync(other)).Text("csrfToken"));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Session_OfARevokedToken_IsOver()
    {
        using var browser = Browser();
        var token = await _server.CreateTokenAsync(Role.Viewer);
        using var signIn = await SignInAsync(browser, token.Secret);

        await _server.Tokens.RevokeTokenAsync(new RevokeTokenRequest { TokenId = token.Token.Id });
        using var answer = await browser.GetAsync("/v1/modules");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await SessionAsync(browser)).Text("actor"), Is.Empty);
    }

    [Test]
    public async Task Logout_Always_EndsTheSession()
    {
        using var browser = await SignedInAsync();
        browser.DefaultRequestHeaders.Add("X-CSRF-Token", (await SessionAsync(browser)).Text("csrfToken"));

        using var logout = await browser.PostAsync("/auth/logout", null);
        using var answer = await browser.GetAsync("/v1/modules");

        Assert.That((logout.StatusCode, answer.StatusCode), Is.EqualTo((HttpStatusCode.NoContent, HttpStatusCode.Unauthorized)));
    }

    [Test]
    public async Task Cookie_TamperedWith_IsNobody()
    {
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = new Uri(_server.Process.Web) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/modules")
        {
            Headers = { { "Cookie", "apiserver=CfDJ8AAAAAAAAAAAAAAAAAAAAAAA" } },
        };

        using var answer = await http.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [TestCase("//evil.example")]
    [TestCase("/\\evil.example")]
    [TestCase("https://evil.example")]
    [TestCase("evil.example")]
    public async Task SignIn_WithAReturnUrlElsewhere_ComesBackHere(string returnUrl)
    {
        using var browser = Browser();

        using var page = await FollowAsync(browser, "/auth/login?returnUrl=" + Uri.EscapeDataString(returnUrl));

        Assert.That(page.RequestMessage!.RequestUri, Is.EqualTo(new Uri(new Uri(_server.Process.Web), "/")));
    }

    [Test]
    public async Task SignIn_WithAStateOfSomebodyElse_IsRefused()
    {
        using var browser = Browser();

        using var answer = await browser.GetAsync("/auth/callback?code=x&state=y");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("SIGN_IN_FAILED"));
    }

    [Test]
    public async Task SignIn_RefusedInABrowser_LeadsBackToThePageThatSaysWhy()
    {
        using var browser = Browser();
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html,*/*;q=0.8");

        using var answer = await browser.GetAsync("/auth/callback?code=x&state=y");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(answer.Headers.Location, Is.EqualTo(new Uri("/?refused=SIGN_IN_FAILED", UriKind.Relative)));
    }

    [Test]
    public async Task SignIn_FromAPageOfAnotherOrigin_IsRefused()
    {
        using var browser = Browser();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/auth/token")
        {
            Content = new StringContent($"{{\"token\":\"{_server.AdminToken}\"}}", Encoding.UTF8, "application/json"),
            Headers = { { "Origin", "https://evil.example" } },
        };

        using var answer = await browser.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Session_AfterARestart_GoesOn()
    {
        await using var server = await SecuredServer.StartAsync();
        using var browser = new HttpClient { BaseAddress = new Uri(server.Process.Web) };
        using var signIn = await SignInAsync(browser, server.AdminToken);

        await server.Process.RestartAsync();

        using var answer = await browser.GetAsync("/v1/modules");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var keys = Path.Combine(server.Process.DataDirectory, "keys");
        Assert.That(File.GetUnixFileMode(keys), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        Assert.That(
            Directory.GetFiles(keys).Select(File.GetUnixFileMode),
            Is.Not.Empty.And.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private HttpClient Browser() => new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = new Uri(_server.Process.Web),
    };

    private async Task<HttpClient> SignedInAsync()
    {
        var browser = Browser();
        using var answer = await SignInAsync(browser, _server.AdminToken);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return browser;
    }

    private static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string token) =>
        browser.PostAsync("/auth/token", new StringContent($"{{\"token\":\"{token}\"}}", Encoding.UTF8, "application/json"));

    private static Task<HttpResponseMessage> PostAsync(HttpClient browser, string? csrfToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/modules:batchDeploy")
        {
            Content = new StringContent("{\"all\":true,\"target\":\"DEPLOYMENT_TARGET_UNDEPLOYED\"}", Encoding.UTF8, "application/json"),
        };
        if (csrfToken is not null)
        {
            request.Headers.TryAddWithoutValidation("X-CSRF-Token", csrfToken);
        }

        return browser.SendAsync(request);
    }

    private static async Task<JsonElement> SessionAsync(HttpClient browser) =>
        JsonDocument.Parse(await browser.GetStringAsync("/auth/session")).RootElement;

    private static async Task<HttpResponseMessage> FollowAsync(HttpClient browser, string path)
    {
        var address = new Uri(browser.BaseAddress!, path);
        for (var hop = 0; hop < 6; hop++)
        {
            var answer = await browser.GetAsync(address);
            if (answer.Headers.Location is not { } next)
            {
                return answer;
            }

            address = new Uri(address, next);
        }

        throw new InvalidOperationException("It redirects for ever.");
    }
}
