using System.Diagnostics;
using System.Net;
using System.Runtime.Versioning;
using Google.Rpc;
using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>Tokens on a server that asks everybody who they are.</summary>
[Platform(Exclude = "Win")]
[UnsupportedOSPlatform("windows")]
public sealed class TokenTests
{
    private SecuredServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await SecuredServer.StartAsync("--Security:FailedLoginsPerMinute=60000");

    [OneTimeTearDown]
    public ValueTask StopAsync() => _server.DisposeAsync();

    [Test]
    public async Task FirstStart_RequireAuth_LeavesATokenOnlyTheOwnerCanRead()
    {
        var file = Path.Combine(_server.Process.DataDirectory, "bootstrap-token");

        Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(_server.Process.Log.Error.Any(line => line.Contains(file)), Is.True, "the log names the file");
        Assert.That(_server.Process.Log.Error.Concat(_server.Process.Log.Out).Any(line => line.Contains(_server.AdminToken)), Is.False);
        Assert.That((await CallerAsync(_server.AdminToken)).Role, Is.EqualTo(Role.Admin));
    }

    [Test]
    public async Task Create_WithAllFields_IsListedWithoutItsSecret()
    {
        var end = DateTime.UtcNow.AddDays(1);

        var created = await _server.CreateTokenAsync(Role.Deployer, "listed", end);

        Assert.That(created.Secret, Does.StartWith(created.Token.Prefix + "_"));
        var listed = (await _server.Tokens.ListTokensAsync(new TokenServiceListTokensRequest())).Tokens
            .Single(token => token.Id == created.Token.Id);
        Assert.That((listed.Name, listed.Role, listed.Creator), Is.EqualTo(("listed", Role.Deployer, "token:bootstrap")));
        Assert.That(listed.ExpireTime.ToDateTime(), Is.EqualTo(end).Within(TimeSpan.FromMilliseconds(1)));
        Assert.That(listed.ToString(), Does.Not.Contain(created.Secret));
    }

    [Test]
    public void Create_WithEverythingWrong_NamesEachField()
    {
        var failure = Assert.ThrowsAsync<RpcException>(async () => await _server.Tokens.CreateTokenAsync(new CreateTokenRequest
        {
            Name = "a b",
            ExpireTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(DateTime.UtcNow.AddSeconds(-1)),
            MaxNodes = 5,
        }))!;

        Assert.That(
            failure.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(violation => violation.Field),
            Is.EqualTo(["name", "role", "expire_time", "max_nodes"]));
    }

    [Test]
    public async Task Create_NameTaken_IsRefusedUntilTheOtherIsRevoked()
    {
        var first = await _server.CreateTokenAsync(Role.Viewer, "taken");

        var failure = Assert.ThrowsAsync<RpcException>(() => _server.CreateTokenAsync(Role.Viewer, "taken"))!;
        await _server.Tokens.RevokeTokenAsync(new RevokeTokenRequest { TokenId = first.Token.Id });

        Assert.That(failure.StatusCode, Is.EqualTo(StatusCode.AlreadyExists));
        Assert.That((await _server.CreateTokenAsync(Role.Viewer, "taken")).Token.Id, Is.Not.EqualTo(first.Token.Id));
    }

    [Test]
    public async Task Create_Repeated_IsTheSameTokenAndKeepsItsSecret()
    {
        var request = new CreateTokenRequest { Name = "once", Role = Role.Viewer, RequestId = Guid.NewGuid().ToString() };

        var first = await _server.Tokens.CreateTokenAsync(request);
        var again = await _server.Tokens.CreateTokenAsync(request);

        Assert.That((again.Token, again.Secret), Is.EqualTo((first.Token, "")));
        Assert.That((await CallerAsync(first.Secret)).Actor, Is.EqualTo("token:once"));
    }

    [Test]
    public async Task RequestId_OfAnotherCaller_GetsAnAnswerOfItsOwn()
    {
        var other = await _server.CreateTokenAsync(Role.Admin);
        var request = new CreateTokenRequest { Name = "of-two", Role = Role.Viewer, RequestId = "shared-id" };
        await _server.Tokens.CreateTokenAsync(request);

        var failure = Assert.ThrowsAsync<RpcException>(
            async () => await new TokenService.TokenServiceClient(_server.Native(other.Secret)).CreateTokenAsync(request))!;

        Assert.That(failure.StatusCode, Is.EqualTo(StatusCode.AlreadyExists), "not the answer that somebody else was given");
    }

    [Test]
    public async Task Revoke_OpenWatch_EndsWithinTwoSeconds()
    {
        var token = await _server.CreateTokenAsync(Role.Viewer);
        using var watch = new WatchService.WatchServiceClient(_server.Native(token.Secret)).Watch(
            new WatchRequest { Subscriptions = { new Subscription { Key = "a", Agents = new AgentsTopic() } } });
        Assert.That(await watch.ResponseStream.MoveNext(CancellationToken.None), Is.True);

        var clock = Stopwatch.StartNew();
        await _server.Tokens.RevokeTokenAsync(new RevokeTokenRequest { TokenId = token.Token.Id });
        var failure = Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await watch.ResponseStream.MoveNext(CancellationToken.None))
            {
            }
        })!;

        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(2)));
        Assert.That((failure.StatusCode, ReasonOf(failure)), Is.EqualTo((StatusCode.Unauthenticated, "TOKEN_REVOKED")));
        var refused = Assert.ThrowsAsync<RpcException>(() => CallerAsync(token.Secret))!;
        Assert.That((refused.StatusCode, ReasonOf(refused)), Is.EqualTo((StatusCode.Unauthenticated, "TOKEN_REVOKED")));
    }

    [Test]
    public async Task Expire_OpenWatch_EndsAndTokenIsRefused()
    {
        var token = await _server.CreateTokenAsync(Role.Viewer, expireTime: DateTime.UtcNow.AddSeconds(2));
        using var watch = new WatchService.WatchServiceClient(_server.Native(token.Secret)).Watch(
            new WatchRequest { Subscriptions = { new Subscription { Key = "a", Agents = new AgentsTopic() } } });

        var failure = Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await watch.ResponseStream.MoveNext(CancellationToken.None))
            {
            }
        })!;
        var refused = Assert.ThrowsAsync<RpcException>(() => CallerAsync(token.Secret))!;

        Assert.That((failure.StatusCode, ReasonOf(failure)), Is.EqualTo((StatusCode.Unauthenticated, "CREDENTIALS_EXPIRED")));
        Assert.That((refused.StatusCode, ReasonOf(refused)), Is.EqualTo((StatusCode.Unauthenticated, "TOKEN_EXPIRED")));
    }

    [TestCase("trk_0123456789ab_", "MALFORMED_TOKEN")]
    [TestCase("trk_0123456789ab_0000000000000000000000000000000000000000000000000000000000000000", "TOKEN_NOT_VALID")]
    public async Task Call_WithATokenThatIsNone_IsRefused(string token, string reason)
    {
        var failure = Assert.ThrowsAsync<RpcException>(() => CallerAsync(token))!;
        using var rest = await _server.Http(token).GetAsync("/v1/modules");

        Assert.That((failure.StatusCode, ReasonOf(failure)), Is.EqualTo((StatusCode.Unauthenticated, reason)));
        Assert.That(rest.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(rest.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer"));
    }

    [Test]
    public async Task Call_WithOneWrongDigit_IsRefused()
    {
        var token = await _server.CreateTokenAsync(Role.Viewer);
        var wrong = token.Secret[..^1] + (token.Secret[^1] == '0' ? '1' : '0');

        var failure = Assert.ThrowsAsync<RpcException>(() => CallerAsync(wrong))!;

        Assert.That((failure.StatusCode, ReasonOf(failure)), Is.EqualTo((StatusCode.Unauthenticated, "TOKEN_NOT_VALID")));
        Assert.That((await CallerAsync(token.Secret)).Role, Is.EqualTo(Role.Viewer));
    }

    [Test]
    public async Task Tokens_AfterAKill_AreStillThereAndStillRevoked()
    {
        await using var server = await SecuredServer.StartAsync();
        var admin = server.AdminToken;
        var kept = await server.CreateTokenAsync(Role.Author);
        var revoked = await server.CreateTokenAsync(Role.Author);
        await server.Tokens.RevokeTokenAsync(new RevokeTokenRequest { TokenId = revoked.Token.Id });

        await server.Process.RestartAsync();

        Assert.That(server.AdminToken, Is.EqualTo(admin), "no second way in is made");
        using var good = await server.Http(kept.Secret).GetAsync("/v1/caller");
        using var bad = await server.Http(revoked.Secret).GetAsync("/v1/caller");
        Assert.That((good.StatusCode, bad.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Unauthorized)));
    }

    [Test]
    public async Task Bootstrap_LastAdministratorRevoked_IsMadeAgainAtTheNextStart()
    {
        await using var server = await SecuredServer.StartAsync();
        var first = server.AdminToken;
        var id = (await server.Tokens.ListTokensAsync(new TokenServiceListTokensRequest())).Tokens.Single().Id;
        await server.Tokens.RevokeTokenAsync(new RevokeTokenRequest { TokenId = id });

        await server.Process.RestartAsync();

        Assert.That(server.AdminToken, Is.Not.EqualTo(first));
        using var answer = await server.Http(server.AdminToken).GetAsync("/v1/caller");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Store_AfterUse_HasNoSecret()
    {
        var token = await _server.CreateTokenAsync(Role.Viewer);
        await CallerAsync(token.Secret);

        foreach (var file in new[] { _server.Process.DatabasePath, _server.Process.DatabasePath + "-wal" })
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            var bytes = await reader.ReadToEndAsync();
            Assert.That(bytes, Does.Not.Contain(token.Secret[17..]), file);
        }
    }

    private async Task<GetCallerResponse> CallerAsync(string token) =>
        await new TokenService.TokenServiceClient(_server.Native(token)).GetCallerAsync(new GetCallerRequest());

    private static string? ReasonOf(RpcException failure) => failure.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason;
}
