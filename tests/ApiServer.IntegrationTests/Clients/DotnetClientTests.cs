using System.Diagnostics;
using Grpc.Core;
using Tricorder.ApiServer.Client;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Clients;

/// <summary>The .NET SDK.</summary>
public sealed class DotnetClientTests : ClientTest
{
    [Test]
    public void CreateModule_Wrong_HasTheDetailsOfTheServer()
    {
        using var client = new ApiServerClient(new ApiServerClientOptions { Address = new Uri(Server.Grpc) });

        var failure = Assert.ThrowsAsync<RpcException>(async () =>
            await client.Modules.CreateModuleAsync(new CreateModuleRequest { Module = new Module { Name = "a b" } }));

        var error = ApiError.From(failure!);
        Assert.That(error.Code, Is.EqualTo(StatusCode.InvalidArgument));
        Assert.That(error.Reason, Is.Not.Empty);
        Assert.That(error.Violations.Select(violation => violation.Field), Does.Contain("module.name").And.Contains("module.ebpf"));
    }

    [Test]
    public async Task CreateModule_WhileTheServerIsAway_TakesEffectOnce()
    {
        using var client = new ApiServerClient(new ApiServerClientOptions { Address = new Uri(Server.Grpc) });
        await Server.KillAsync();

        var creating = client.Modules.CreateModuleAsync(new CreateModuleRequest { Module = Api.Sample.Module("once") }).ResponseAsync;
        await Server.StartAgainAsync();
        var outcome = await creating.ContinueWith(done => done.IsCompletedSuccessfully, TaskScheduler.Default);

        // On a busy machine a start may outlast the ten seconds: then the caller is told so.
        var all = await new ModuleService.ModuleServiceClient(Server.Channel)
            .ListModulesAsync(new ListModulesRequest(), ControlPlane.Options);
        var there = all.Modules.Where(module => module.Name.StartsWith("once", StringComparison.Ordinal));
        Assert.That(there, Has.Exactly(outcome ? 1 : 0).Items);
    }

    [Test]
    public void Call_NoServer_IsRepeatedForTenSeconds()
    {
        using var client = new ApiServerClient(new ApiServerClientOptions { Address = new Uri($"http://127.0.0.1:{FreePort.Next()}") });
        var since = Stopwatch.StartNew();

        var failure = Assert.ThrowsAsync<RpcException>(async () => await client.Modules.ListModulesAsync(new ListModulesRequest()));

        Assert.That(failure!.StatusCode, Is.EqualTo(StatusCode.Unavailable));
        Assert.That(since.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(8)));
    }

    [Test]
    public void DefaultBackoff_AnyAttempt_LeavesTimeToSeeAServerWithinTwoSeconds()
    {
        var pauses = Enumerable.Range(1, 100).Select(WatchOptions.DefaultBackoff).ToList();

        Assert.That(pauses, Is.All.InRange(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1)));
        Assert.That(pauses[0], Is.LessThanOrEqualTo(TimeSpan.FromMilliseconds(100)));
    }

    [Test]
    public async Task Watch_ServerIsKilled_ResumesWithoutASecondSnapshot()
    {
        using var client = new ApiServerClient(new ApiServerClientOptions { Address = new Uri(Server.Grpc) });
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var plane = new ControlPlane(Server.Channel);
        var module = await plane.CreateAsync();
        var states = new List<bool>();
        var options = new WatchOptions { OnState = error => states.Add(error is null), Backoff = _ => TimeSpan.FromMilliseconds(100) };
        var subscription = new Subscription { Key = "modules", Modules = new ModulesTopic { ModuleIds = { module.Id } } };
        var snapshots = 0;
        var isKilled = false;

        await foreach (var response in client.WatchAsync([subscription], options, stop.Token))
        {
            snapshots += response.Snapshot is { Last: true } ? 1 : 0;
            if (response.Snapshot is { Last: true } && !isKilled)
            {
                isKilled = true;
                await Server.RestartAsync();
                await plane.DeployAsync(module.Id);
            }

            if ((response.Changes?.Modules ?? response.Snapshot?.Modules)?.FirstOrDefault()?.Deployment is not null)
            {
                break;
            }
        }

        Assert.That(states, Does.Contain(false));
        Assert.That(states[^1], Is.True);
        Assert.That(snapshots, Is.LessThanOrEqualTo(2));
    }

    [Test]
    public void Client_TokenInClear_IsRefused() => Assert.Throws<ArgumentException>(() =>
        _ = new ApiServerClient(new ApiServerClientOptions { Address = new Uri("http://apiserver.example.com:50051"), Token = "secret" }));

    private protected override Task<ClientProcess> DeployAsync(string module) => RunAsync(module);

    /// <summary>Built together with these tests, in the same configuration.</summary>
    private static string Example
    {
        get
        {
            var output = new FileInfo(ServerBinary.Path).Directory!;
            return Path.Combine(
                ClientProcess.Repository, "clients", "dotnet", "examples", "Deploy", "bin", output.Parent!.Name, output.Name,
                "deploy-example.dll");
        }
    }

    private Task<ClientProcess> RunAsync(string module) =>
        ClientProcess.RunAsync("dotnet", [Example, module, Server.Grpc], ClientProcess.Repository, Variables);
}
