using System.Net;
using Dapper;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>How often one may fail to say who one is, and ask for what is expensive.</summary>
public sealed class LimitTests
{
    private const string NoToken = "trk_0123456789ab_0000000000000000000000000000000000000000000000000000000000000000";

    [Test]
    public async Task FailedLogins_TooMany_AreToldWhenToComeAgainAndValidTokensPass()
    {
        await using var server = await SecuredServer.StartAsync("--Security:FailedLoginsPerMinute=5");
        var viewer = await server.CreateTokenAsync(Role.Viewer);
        var agents = await server.CreateTokenAsync(Role.Agent);
        await FloodAsync(server, NoToken);

        using var rest = await server.Http(NoToken).GetAsync("/v1/caller");
        using var signIn = await server.Http(null).PostAsync(
            "/auth/token", new StringContent($"{{\"token\":\"{NoToken}\"}}", System.Text.Encoding.UTF8, "application/json"));
        var grpc = Assert.ThrowsAsync<RpcException>(async () => await CallAsync(server, NoToken))!;

        foreach (var answer in new[] { rest, signIn })
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
            Assert.That(answer.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(12)));
        }

        Assert.That(grpc.GetRpcStatus()!.GetDetail<RetryInfo>()!.RetryDelay.ToTimeSpan(), Is.EqualTo(TimeSpan.FromSeconds(12)));
        Assert.That(await StatusAsync(server, viewer.Secret), Is.EqualTo(HttpStatusCode.OK), "from the same address, for the first time");
        Assert.That(await JoinAsync(server, agents.Secret), Is.EqualTo(StatusCode.OK));
    }

    [Test]
    public async Task FailedLogins_TooManyAfterARestart_LockOutNoValidToken()
    {
        await using var server = await SecuredServer.StartAsync("--Security:FailedLoginsPerMinute=5");
        var viewer = await server.CreateTokenAsync(Role.Viewer);
        var agents = await server.CreateTokenAsync(Role.Agent);
        await server.Process.RestartAsync();

        await FloodAsync(
            server, NoToken, viewer.Token.Prefix + "_" + new string('0', 64),
            agents.Token.Prefix + "_" + new string('0', 64), "garbage", "trk_");

        Assert.That(await StatusAsync(server, viewer.Secret), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(server, server.AdminToken), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await JoinAsync(server, agents.Secret), Is.EqualTo(StatusCode.OK));
    }

    [Test]
    public async Task WrongSecrets_OfAKnownToken_AreLimitedAndTheRightOnePasses()
    {
        await using var server = await SecuredServer.StartAsync("--Security:FailedLoginsPerMinute=5");
        var viewer = await server.CreateTokenAsync(Role.Viewer);

        await FloodAsync(server, [.. Enumerable.Range(0, 20).Select(i => $"{viewer.Token.Prefix}_{i:x64}")]);

        Assert.That(await StatusAsync(server, viewer.Token.Prefix + "_" + new string('a', 64)), Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(await StatusAsync(server, viewer.Secret), Is.EqualTo(HttpStatusCode.OK));
    }

    /// <summary>As a store of a version before this is: only the slow hash is known of its tokens.</summary>
    [Test]
    public async Task WrongSecrets_OfATokenWithoutProof_CostLittleAndAreInNoOtherTokensWay()
    {
        await using var server = await SecuredServer.StartAsync("--Security:FailedLoginsPerMinute=5");
        var attacked = await server.CreateTokenAsync(Role.Viewer);
        var other = await server.CreateTokenAsync(Role.Viewer);
        await server.Process.StopAsync();
        await using (var connection = new SqliteConnection($"Data Source={server.Process.DatabasePath};Pooling=False"))
        {
            await connection.ExecuteAsync("UPDATE api_token SET proof = NULL");
        }

        await server.Process.RestartAsync();
        await FloodAsync(server, [.. Enumerable.Range(0, 20).Select(i => $"{attacked.Token.Prefix}_{i:x64}")]);

        Assert.That(await StatusAsync(server, other.Secret), Is.EqualTo(HttpStatusCode.OK), "the slow hash tells");
        await server.Process.StopAsync();
        await server.Process.RestartAsync();
        await FloodAsync(server, [.. Enumerable.Range(0, 20).Select(i => $"{other.Token.Prefix}_{i:x64}")]);
        Assert.That(await StatusAsync(server, other.Secret), Is.EqualTo(HttpStatusCode.OK), "it is recognised from now on");
    }

    [Test]
    public async Task GarbageOfAProvider_TooMuchOfIt_LocksOutNoValidToken()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var server = await SecuredServer.StartAsync([.. issuer.ServerSettings, "--Security:FailedLoginsPerMinute=5"]);

        await FloodAsync(
            server, issuer.Token()[..^4] + "AAAA", issuer.Token(header: head => head["kid"] = "made-up")[..^4] + "AAAA", "a.b.c");

        Assert.That(await StatusAsync(server, "a.b.c"), Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(await StatusAsync(server, issuer.Token()), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task ExpensiveCalls_TooMany_AreRefusedForThatCallerAlone()
    {
        await using var server = await SecuredServer.StartAsync("--Security:ExpensiveCallsPerMinute=3");
        var busy = new ModuleService.ModuleServiceClient(server.Native((await server.CreateTokenAsync(Role.Author)).Secret));
        var other = new ModuleService.ModuleServiceClient(server.Native((await server.CreateTokenAsync(Role.Author)).Secret));
        var request = new ValidateModuleRequest { Module = new Module() };
        for (var i = 0; i < 3; i++)
        {
            await busy.ValidateModuleAsync(request);
        }

        var failure = Assert.ThrowsAsync<RpcException>(async () => await busy.ValidateModuleAsync(request))!;

        Assert.That(failure.StatusCode, Is.EqualTo(StatusCode.ResourceExhausted));
        Assert.That(failure.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason, Is.EqualTo("TOO_MANY_CALLS"));
        Assert.That(failure.GetRpcStatus()!.GetDetail<RetryInfo>()!.RetryDelay.ToTimeSpan(), Is.GreaterThan(TimeSpan.Zero));
        Assert.That((await other.ValidateModuleAsync(request)).Findings, Is.Not.Empty);
        Assert.That((await busy.ListModulesAsync(new ListModulesRequest())).TotalSize, Is.Zero, "cheap calls go on");
    }

    [Test]
    public async Task ExpensiveCalls_WhereNobodyIsAsked_AreNotCounted()
    {
        await using var server = await ServerProcess.StartAsync("--Security:ExpensiveCallsPerMinute=1");
        var modules = new ModuleService.ModuleServiceClient(server.Channel);

        for (var i = 0; i < 3; i++)
        {
            Assert.That((await modules.ValidateModuleAsync(new ValidateModuleRequest { Module = new Module() })).Findings, Is.Not.Empty);
        }
    }

    /// <summary>Far more than the limit, many at once, all from the address that everybody here has.</summary>
    private static async Task FloodAsync(SecuredServer server, params string[] garbage)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => StatusAsync(server, garbage[i % garbage.Length])));
        Assert.That(answers, Has.All.EqualTo(HttpStatusCode.Unauthorized).Or.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(answers, Has.Some.EqualTo(HttpStatusCode.TooManyRequests));
    }

    private static async Task<GetCallerResponse> CallAsync(SecuredServer server, string token) =>
        await new TokenService.TokenServiceClient(server.Native(token)).GetCallerAsync(new GetCallerRequest());

    private static async Task<StatusCode> JoinAsync(SecuredServer server, string token)
    {
        using var call = new AgentService.AgentServiceClient(server.Native(token)).Connect();
        try
        {
            await call.RequestStream.WriteAsync(
                new AgentMessage { Hello = new Hello { AgentId = Guid.NewGuid().ToString(), NodeName = "worker-1" } });
            await call.ResponseStream.MoveNext(CancellationToken.None);
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(SecuredServer server, string token)
    {
        using var answer = await server.Http(token).GetAsync("/v1/caller");
        return answer.StatusCode;
    }
}
