using System.Diagnostics;
using System.Net;
using System.Runtime.Versioning;
using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Chaos;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Hosting;

/// <summary>The files of a real server are taken away, cut or damaged, while it runs and between its lives.</summary>
[Platform("Linux")]
[SupportedOSPlatform("linux")]
[Parallelizable(ParallelScope.All)]
public sealed class StoreLossTests
{
    private const string Lost =
        "STORE_FILE_LOST|STORE_LOG_LOST|refused a commit group|Upkeep of the store|could not be stored|not accept|could not be folded";

    [TestCase("rm", TestName = "Running_FileRemoved_StopsAcknowledgingAndTheNextStartIsRefused")]
    [TestCase("mv", TestName = "Running_FileMoved_StopsAcknowledgingAndTheNextStartIsRefused")]
    [TestCase("truncate", TestName = "Running_FileCut_StopsAcknowledgingAndTheNextStartIsRefused")]
    public async Task Running_FileGone_StopsAcknowledging(string how)
    {
        await using var server = await ServerProcess.StartAsync();
        server.Log.Allow(Lost);
        var api = new ApiClient(server.Channel);
        var known = new CreateModuleRequest { Module = Sample.Create("before"), RequestId = Guid.NewGuid().ToString() };
        await api.Modules.CreateModuleAsync(known, ApiClient.Patient());
        await RunAsync(how, how switch
        {
            "rm" => [server.DatabasePath],
            "mv" => [server.DatabasePath, server.DatabasePath + ".away"],
            _ => ["--size=0", server.DatabasePath],
        });

        await NotReadyAsync(server, "database file was"); // Before anybody writes.
        var repeated = Assert.ThrowsAsync<RpcException>(async () => await api.Modules.CreateModuleAsync(known, ApiClient.Patient()))!;
        Assert.That(repeated.Reason(), Is.EqualTo("STORE_FILE_LOST"), "an answer that is given again is an acknowledgement too");
        var refusal = Assert.ThrowsAsync<RpcException>(() => api.CreateAsync(Sample.Create("after")))!;

        Assert.That((refusal.StatusCode, refusal.Reason()), Is.EqualTo((StatusCode.Unavailable, "STORE_FILE_LOST")));
        Assert.That(refusal.Status.Detail, Does.Contain("restore a backup"));
        var status = await new StatusService.StatusServiceClient(server.Channel).GetServerStatusAsync(new GetServerStatusRequest());
        Assert.That(status.Components.Single(component => component.Name == "store").State, Is.EqualTo(ComponentState.Down));
        Assert.That(
            await server.Http.GetStringAsync("/metrics"),
            Does.Contain("apiserver_component_up{component=\"store\",cluster=\"default\"} 0"));
        Assert.That(server.Log.Error, Has.Some.Contains("STORE_FILE_LOST"));
        await server.KillAsync();
        Assert.That(await RefusedAsync(server.DataDirectory), Does.Contain(server.DatabasePath));
    }

    [Test]
    public async Task Running_FileMovedAndBack_GoesOnByItself()
    {
        await using var server = await ServerProcess.StartAsync();
        server.Log.Allow(Lost);
        var api = new ApiClient(server.Channel);
        File.Move(server.DatabasePath, server.DatabasePath + ".away");
        await NotReadyAsync(server, "moved or removed");

        File.Move(server.DatabasePath + ".away", server.DatabasePath);

        await Eventually.TrueAsync(async () => (await server.Http.GetAsync("/readyz")).IsSuccessStatusCode, "it is ready again");
        await api.CreateAsync(Sample.Create("after"));
        await server.RestartAsync();
        Assert.That((await api.AllModulesAsync()).Select(module => module.Name), Is.EqualTo(["after"]));
    }

    [Test]
    public async Task Running_LogRemoved_SavesWhatWasAcknowledged()
    {
        await using var server = await ServerProcess.StartAsync();
        server.Log.Allow(Lost);
        var api = new ApiClient(server.Channel);
        await api.CreateAsync(Sample.Create("before"));
        File.Delete(server.DatabasePath + "-wal");

        await NotReadyAsync(server, "write-ahead log");
        await server.RestartAsync(); // By a kill.

        Assert.That((await api.AllModulesAsync()).Select(module => module.Name), Is.EqualTo(["before"]));
    }

    [Test]
    public async Task Killed_LogRemoved_IsRefused()
    {
        await using var server = await ServerProcess.StartAsync();
        await server.StopAsync();
        await server.StartAgainAsync();
        await server.KillAsync();
        File.Delete(server.DatabasePath + "-wal");

        Assert.That(await RefusedAsync(server.DataDirectory), Does.Contain("write-ahead log").And.Contain("Put the log back"));
    }

    [Test]
    public async Task Running_SecondServerByAHardLinkElsewhere_IsRefused()
    {
        await using var server = await ServerProcess.StartAsync();
        var elsewhere = Directory.CreateDirectory(Path.Combine(server.DataDirectory, "elsewhere")).FullName;
        await RunAsync("ln", server.DatabasePath, Path.Combine(elsewhere, "apiserver.db"));

        Assert.That(await RefusedAsync(elsewhere), Does.Contain("in use by another server"));
        await new ApiClient(server.Channel).CreateAsync(Sample.Create("still"));
    }

    [TestCase(false, TestName = "Start_KeysRemoved_IsNotReadyAndSaysWhatToDo")]
    [TestCase(true, TestName = "Start_KeysGarbled_IsNotReadyAndSaysWhatToDo")]
    public async Task Start_KeysUnusable_IsNotReady(bool garbled)
    {
        await using var server = await ServerProcess.StartAsync();
        server.Log.Allow("The keys in |key|Key");
        var keys = Path.Combine(server.DataDirectory, "keys");
        var saved = Path.Combine(server.DataDirectory, "saved");
        await server.StopAsync();
        await RunAsync("cp", "-r", keys, saved);
        foreach (var file in Directory.GetFiles(keys))
        {
            if (garbled)
            {
                await File.WriteAllTextAsync(file, "<key garbled");
            }
            else
            {
                File.Delete(file);
            }
        }

        await server.StartAgainAsync();
        await NotReadyAsync(server, garbled ? "Put back from a backup" : "put that directory back from a backup");
        Assert.That(
            server.Log.Error,
            Has.Some.Contains($"The keys in {keys}").And.Contains(garbled ? "tried again" : "--Storage:AcceptNewKeys=true"));
        if (garbled)
        {
            // What needs them is refused as what it is.
            var request = new CreateModuleRequest { Module = Sample.Create("x"), RequestId = Guid.NewGuid().ToString() };
            var failure = Assert.ThrowsAsync<RpcException>(
                async () => await new ApiClient(server.Channel).Modules.CreateModuleAsync(request, ApiClient.Patient()))!;
            Assert.That((failure.StatusCode, failure.Reason()), Is.EqualTo((StatusCode.Unavailable, "KEYS_UNUSABLE")));
        }

        await server.StopAsync();
        Directory.Delete(keys, recursive: true);
        Directory.Move(saved, keys);
        await server.StartAgainAsync();
        using var ready = await server.Http.GetAsync("/readyz");
        Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Running_KeysRemoved_IsNotReady()
    {
        await using var server = await ServerProcess.StartAsync();
        Directory.Delete(Path.Combine(server.DataDirectory, "keys"), recursive: true);

        await NotReadyAsync(server, "taken away");
    }

    [Test]
    public async Task Start_KeysLostForGood_AreGivenUpWhenToldSo()
    {
        await using var server = await ServerProcess.StartAsync("--Storage:AcceptNewKeys=true");
        await server.StopAsync();
        Directory.Delete(Path.Combine(server.DataDirectory, "keys"), recursive: true);

        await server.StartAgainAsync();

        using var ready = await server.Http.GetAsync("/readyz");
        Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static Task NotReadyAsync(ServerProcess server, string why) => Eventually.TrueAsync(
        async () =>
        {
            using var answer = await server.Http.GetAsync("/readyz");
            return answer.StatusCode == HttpStatusCode.ServiceUnavailable
                && (await answer.Content.ReadAsStringAsync()).Contains(why, StringComparison.Ordinal);
        },
        $"/readyz says: {why}");

    /// <summary>What a server on this directory's file says before it ends.</summary>
    private static async Task<string> RefusedAsync(string directory)
    {
        var log = new ServerLog();
        var code = await ServerCommand.RunAsync(
            log, null, $"--Storage:SqlitePath={Path.Combine(directory, "apiserver.db")}",
            "--Endpoints:Grpc=127.0.0.1:0", "--Endpoints:Web=127.0.0.1:0");
        Assert.That(code, Is.EqualTo(1));
        return log.Error.Last();
    }

    private static async Task RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, command);
    }
}
