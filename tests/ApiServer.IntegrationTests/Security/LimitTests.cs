using System.Net;
using Google.Rpc;
using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>How often one may fail to say who one is, and ask for what is expensive.</summary>
public sealed class LimitTests
{
    [Test]
    public async Task FailedLogins_TooMany_AreNotLookedAtAndThoseInsideGoOn()
    {
        await using var server = await SecuredServer.StartAsync("--Security:FailedLoginsPerMinute=5");
        var inside = await server.CreateTokenAsync(Role.Viewer);
        var outside = await server.CreateTokenAsync(Role.Viewer);
        Assert.That(await StatusAsync(server, inside.Secret), Is.EqualTo(HttpStatusCode.OK));

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 7; i++)
        {
            answers.Add(await StatusAsync(server, "trk_0123456789ab_" + new string('0', 64)));
        }

        Assert.That(answers[..5], Has.All.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(answers[^1], Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(await StatusAsync(server, inside.Secret), Is.EqualTo(HttpStatusCode.OK), "proven before");
        Assert.That(await StatusAsync(server, outside.Secret), Is.EqualTo(HttpStatusCode.TooManyRequests), "valid, but not checked while too many fail");
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

    private static async Task<HttpStatusCode> StatusAsync(SecuredServer server, string token)
    {
        using var answer = await server.Http(token).GetAsync("/v1/caller");
        return answer.StatusCode;
    }
}
