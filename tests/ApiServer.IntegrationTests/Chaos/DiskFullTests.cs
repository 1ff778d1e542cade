using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

public sealed class DiskFullTests
{
    private const int Callers = 6;
    private const int MeanwhileCreated = 12;

    [Test]
    public async Task Create_DiskFillsUp_IsRefusedAndNothingAcknowledgedIsLost()
    {
        using var disk = SmallDisk.Mount(mebibytes: 24);
        await using var server = await ServerProcess.StartAsync($"--Storage:SqlitePath={disk.Path}/apiserver.db");
        server.Log.Allow("STORE_FULL|disk is full|database or disk is full|commits|commit group|could not be stored|not accept");
        var api = new ApiClient(server.Channel);

        var (acknowledged, refusals) = await FillDuringCreatesAsync(api, disk);

        Assert.That(
            refusals,
            Is.All.Matches<RpcException>(failure => failure.StatusCode == StatusCode.Unavailable && failure.Reason() == "STORE_FULL"),
            () => string.Join(
                '\n', refusals.Select(failure => $"{failure.StatusCode} {failure.Reason()} {failure.Status.Detail}").Distinct()));
        using (var notReady = await server.Http.GetAsync("/readyz"))
        {
            Assert.That(notReady.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(await notReady.Content.ReadAsStringAsync(), Does.Contain("full"));
        }

        Assert.That(await ModulesAsync(api), Is.EquivalentTo(acknowledged), "reading goes on, and shows what was acknowledged");

        disk.Free();
        await Eventually.TrueAsync(
            async () => (await server.Http.GetAsync("/readyz")).IsSuccessStatusCode,
            "the server finds by itself that there is space again");
        acknowledged.Add(Key(await api.CreateAsync(Sample.Create("after-the-flood"))));

        disk.Fill();
        await server.KillAsync(); // While the disk is full.
        disk.Free();
        await server.StartAgainAsync();

        Assert.That(await ModulesAsync(api), Is.EquivalentTo(acknowledged), "after the restart");
        await api.CreateAsync(Sample.Create("after-the-restart"));
    }

    /// <summary>Several callers create modules; once some are there, the disk fills up; each caller goes on until it is refused.</summary>
    private static async Task<(ConcurrentBag<string> Acknowledged, ConcurrentBag<RpcException> Refusals)> FillDuringCreatesAsync(
        ApiClient api, SmallDisk disk)
    {
        var acknowledged = new ConcurrentBag<string>();
        var refusals = new ConcurrentBag<RpcException>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var callers = Enumerable.Range(1, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 1; ; i++)
            {
                try
                {
                    acknowledged.Add(Key(await api.CreateAsync(Sample.Create($"caller{caller}-{i}", i, extraBytes: 20_000))));
                }
                catch (RpcException e)
                {
                    refusals.Add(e);
                    return;
                }

                if (acknowledged.Count >= MeanwhileCreated)
                {
                    enough.TrySetResult();
                }
            }
        })).ToList();
        await enough.Task;
        disk.Fill();
        await Task.WhenAll(callers);
        return (acknowledged, refusals);
    }

    private static async Task<List<string>> ModulesAsync(ApiClient api) => [.. (await api.AllModulesAsync()).Select(Key)];

    private static string Key(Module module) => $"{module.Name} {module.Id} r{module.Revision} {module.Etag}";
}
