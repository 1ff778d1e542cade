using System.Net;
using System.Runtime.Versioning;
using Dapper;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>What ends a session, and that of a copied cookie nothing is left then.</summary>
[Platform(Exclude = "Win")]
[UnsupportedOSPlatform("windows")]
public sealed class SessionEndTests
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
    public async Task Logout_OfACopiedCookie_LeavesItNothing()
    {
        using var browser = await SignedInAsync(_server.AdminToken);
        using var thief = browser.Copy();
        Assert.That(await thief.StatusAsync(), Is.EqualTo(HttpStatusCode.OK));
        var csrfToken = (await thief.TellAsync()).GetProperty("csrfToken").GetString();

        Assert.That(await browser.SignOutAsync(), Is.EqualTo(HttpStatusCode.NoContent));

        using var made = await thief.PostAsync("/v1/tokens", """{"name":"thief","role":"ROLE_ADMIN"}""");
        Assert.That(
            (await thief.StatusAsync(), made.StatusCode),
            Is.EqualTo((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized)),
            csrfToken);
    }

    [TestCase(null)]
    [TestCase("CfDJ8Stale")]
    public async Task Logout_WithoutAFreshCsrfToken_IsDone(string? csrfToken)
    {
        using var browser = await SignedInAsync(_server.AdminToken);
        using var thief = browser.Copy();

        Assert.That(await browser.SignOutAsync(csrfToken), Is.EqualTo(HttpStatusCode.NoContent));

        Assert.That(await thief.StatusAsync(), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Logout_OfASessionByTheProvider_LeavesACopiedCookieNothing()
    {
        using var browser = new TestBrowser(_server.Process.Web);
        await browser.SignInWithProviderAsync();
        using var thief = browser.Copy();
        Assert.That((await thief.TellAsync()).GetProperty("actor").GetString(), Is.EqualTo("user:alice"));

        await browser.SignOutAsync();

        Assert.That(await thief.StatusAsync(), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await thief.TellAsync()).GetProperty("actor").GetString(), Is.Empty);
    }

    [Test]
    public async Task Logout_OpenWatch_EndsWithItAndNoOtherDoes()
    {
        using var browser = await SignedInAsync(_server.AdminToken);
        using var other = await SignedInAsync(_server.AdminToken);
        using var channel = await browser.ChannelAsync();
        using var otherChannel = await other.ChannelAsync();
        using var watch = await WatchAsync(channel);
        using var otherWatch = await WatchAsync(otherChannel);

        await browser.SignOutAsync();

        var failure = Assert.ThrowsAsync<RpcException>(() => EndAsync(watch))!;
        Assert.That((failure.StatusCode, ReasonOf(failure)), Is.EqualTo((StatusCode.Unauthenticated, "SESSION_ENDED")));
        Assert.That(await other.StatusAsync(), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(EndAsync(otherWatch).IsCompleted, Is.False);
    }

    [Test]
    public async Task SignIn_Anew_EndsTheFormerSessionOfThatBrowser()
    {
        using var browser = await SignedInAsync(_server.AdminToken);
        using var former = browser.Copy();

        using var again = await browser.SignInAsync(_server.AdminToken);

        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            (await browser.StatusAsync(), await former.StatusAsync()), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Unauthorized)));
    }

    [Test]
    public async Task Revoke_ByAnAdministrator_EndsItAndIsOnRecord()
    {
        var token = await _server.CreateTokenAsync(Role.Viewer);
        using var browser = await SignedInAsync(token.Secret);
        var session = (await Sessions(_server.AdminToken).ListSessionsAsync(new ListSessionsRequest())).Sessions
            .First(one => one.TokenId == token.Token.Id);
        var request = new RevokeSessionRequest { SessionId = session.Id, RequestId = Guid.NewGuid().ToString() };

        var revoked = await Sessions(_server.AdminToken).RevokeSessionAsync(request);
        var again = await Sessions(_server.AdminToken).RevokeSessionAsync(request);

        Assert.That(again, Is.EqualTo(revoked));
        Assert.That((session.Actor, session.Role, session.Address, session.UserAgent, session.Current),
            Is.EqualTo(("token:" + token.Token.Name, Role.Viewer, "127.0.0.1", "TestBrowser/1.0", false)));
        Assert.That(
            session.ExpireTime - session.CreateTime,
            Is.EqualTo(Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(TimeSpan.FromHours(12))));
        Assert.That(await browser.StatusAsync(), Is.EqualTo(HttpStatusCode.Unauthorized));
        var begun = (await _server.EventsAsync("SIGNED_IN")).Single(one => one.Target == "session/" + session.Id);
        var ended = (await _server.EventsAsync("SESSION_ENDED")).Single(one => one.Target == "session/" + session.Id);
        Assert.That((begun.Actor, begun.Method), Is.EqualTo((session.Actor, "/auth/token")));
        Assert.That((ended.Actor, ended.Method), Is.EqualTo(("token:bootstrap", "tricorder.apiserver.v1.SessionService/RevokeSession")));
    }

    [Test]
    public async Task List_ByOthers_HasTheirOwnAloneAndTheyEndNoOther()
    {
        var token = await _server.CreateTokenAsync(Role.Viewer);
        using var admin = await SignedInAsync(_server.AdminToken);
        using var browser = await SignedInAsync(token.Secret);
        using var second = await SignedInAsync(token.Secret);
        var foreign = (await Sessions(_server.AdminToken).ListSessionsAsync(new ListSessionsRequest())).Sessions
            .First(one => one.Actor == "token:bootstrap");

        var page = await browser.GetAsync("/v1/sessions?pageSize=1");
        var own = page.GetProperty("sessions").EnumerateArray().Single();
        var next = await browser.GetAsync("/v1/sessions?pageSize=1&pageToken=" + page.GetProperty("nextPageToken").GetString());
        using var refused = await browser.PostAsync($"/v1/sessions/{foreign.Id}:revoke", "{}");
        using var unknown = await browser.PostAsync($"/v1/sessions/{Guid.NewGuid()}:revoke", "{}");
        using var done = await browser.PostAsync($"/v1/sessions/{own.GetProperty("id").GetString()}:revoke", "{}");

        Assert.That(page.GetProperty("totalSize").GetInt32(), Is.EqualTo(2));
        Assert.That(
            (own.GetProperty("current").GetBoolean(), next.GetProperty("sessions")[0].GetProperty("current").GetBoolean()),
            Is.EqualTo((false, true)));
        Assert.That(
            (refused.StatusCode, unknown.StatusCode, done.StatusCode),
            Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.OK)));
        Assert.That(
            (await browser.StatusAsync(), await second.StatusAsync()), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Unauthorized)));
    }

    [Test]
    public async Task RevokeToken_SessionsOfIt_AreGoneFromTheList()
    {
        var token = await _server.CreateTokenAsync(Role.Viewer);
        using var browser = await SignedInAsync(token.Secret);

        await _server.Tokens.RevokeTokenAsync(new RevokeTokenRequest { TokenId = token.Token.Id });

        Assert.That(await browser.StatusAsync(), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(
            (await Sessions(_server.AdminToken).ListSessionsAsync(new ListSessionsRequest())).Sessions,
            Has.None.Property("TokenId").EqualTo(token.Token.Id));
        Assert.That((await _server.EventsAsync("SESSION_ENDED")).Any(one => one.Message.Contains(token.Token.Name)), Is.True);
    }

    [Test]
    public async Task Restart_EndedStaysEnded_AndTheOtherGoesOn()
    {
        await using var server = await SecuredServer.StartAsync();
        using var ended = await TestBrowser.SignedInAsync(server.Process.Web, server.AdminToken);
        using var thief = ended.Copy();
        using var kept = await TestBrowser.SignedInAsync(server.Process.Web, server.AdminToken);
        await ended.SignOutAsync();

        await server.Process.RestartAsync();

        Assert.That((await thief.StatusAsync(), await kept.StatusAsync()), Is.EqualTo((HttpStatusCode.Unauthorized, HttpStatusCode.OK)));
        Assert.That((await kept.GetAsync("/v1/sessions")).GetProperty("totalSize").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task Store_WithoutTheSession_MakesItsCookieNobodys()
    {
        await using var server = await SecuredServer.StartAsync();
        using var browser = await TestBrowser.SignedInAsync(server.Process.Web, server.AdminToken);
        await server.Process.StopAsync();
        await using (var connection = new SqliteConnection($"Data Source={server.Process.DatabasePath};Pooling=False"))
        {
            await connection.ExecuteAsync("DELETE FROM user_session");
        }

        await server.Process.RestartAsync();

        Assert.That(await browser.StatusAsync(), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    private Task<TestBrowser> SignedInAsync(string token) => TestBrowser.SignedInAsync(_server.Process.Web, token);

    private SessionService.SessionServiceClient Sessions(string token) => new(_server.Native(token));

    private static async Task<AsyncServerStreamingCall<WatchResponse>> WatchAsync(ChannelBase channel)
    {
        var watch = new WatchService.WatchServiceClient(channel).Watch(
            new WatchRequest { Subscriptions = { new Subscription { Key = "a", Agents = new AgentsTopic() } } });
        Assert.That(await watch.ResponseStream.MoveNext(CancellationToken.None), Is.True);
        return watch;
    }

    private static async Task EndAsync(AsyncServerStreamingCall<WatchResponse> watch)
    {
        while (await watch.ResponseStream.MoveNext(CancellationToken.None))
        {
        }
    }

    private static string? ReasonOf(RpcException failure) => failure.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason;
}
