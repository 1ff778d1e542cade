using System.Diagnostics;
using System.Net.Sockets;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>Peers that connect to the real server and then take their time.</summary>
public sealed class SlowPeerTests
{
    private const int PeersEach = 5;

    private static readonly TimeSpan Max = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Brisk = TimeSpan.FromSeconds(1);

    [TestCase(true)]
    [TestCase(false)]
    public async Task SlowPeers_InEveryWay_AreClosedSoonAndOthersAreServedMeanwhile(bool tls)
    {
        using var certificates = new TestCertificates();
        await using var server = await ServerProcess.StartAsync(tls ? certificates : null);
        var client = new ModuleService.ModuleServiceClient(server.Channel);
        await client.ListModulesAsync(new ListModulesRequest());
        using var warm = await server.Http.GetAsync("/v1/modules");

        var held = Ways(server, tls).SelectMany(way => Enumerable.Repeat(way, PeersEach)).Select(HoldAsync).ToArray();
        var slowest = TimeSpan.Zero;
        while (held.Any(one => !one.IsCompleted))
        {
            var watch = Stopwatch.StartNew();
            await client.ListModulesAsync(new ListModulesRequest());
            using var answer = await server.Http.GetAsync("/v1/modules");
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            await Task.WhenAny(Task.WhenAll(held), Task.Delay(100));
            Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20)));
        }

        var times = await Task.WhenAll(held);
        Assert.That(times.Where(one => one.Time > Max).Select(one => one.ToString()).Distinct(), Is.Empty);
        Assert.That(slowest, Is.LessThan(Brisk), "a call on each port meanwhile");
    }

    [Test]
    public async Task SlowPeers_ThatTakeAllPlacesOfOnePort_FreeThemAndLeaveTheOtherPortAlone()
    {
        const int places = 20;
        await using var server = await ServerProcess.StartAsync($"--Endpoints:MaxConnections={places}");
        var peers = Enumerable.Range(0, places).Select(_ => HoldAsync((server.Grpc, SlowWay.Pings, true))).ToArray();
        await Eventually.TrueAsync(() => IsTurnedAwayAsync(new Uri(server.Grpc).Port), "the port is full");

        using var web = await server.Http.GetAsync("/v1/modules");

        Assert.That((int)web.StatusCode, Is.EqualTo(200));
        Assert.That((await Task.WhenAll(peers)).Max(one => one.Time), Is.LessThan(Max));
        await Eventually.TrueAsync(
            async () =>
                (await new ModuleService.ModuleServiceClient(server.Channel).ListModulesAsync(new ListModulesRequest())).TotalSize == 0,
            "the places are free again");
    }

    [Test]
    public async Task SlowPeers_ManyOnServersWithAndWithoutTls_AreCutOffWhileOthersAreServed()
    {
        const int each = 40;
        using var certificates = new TestCertificates();
        await using var clear = await ServerProcess.StartAsync();
        await using var tls = await ServerProcess.StartAsync(certificates);
        var kinds = new[]
        {
            (clear.Web, SlowWay.Trickle, false),
            (clear.Grpc, SlowWay.EndlessHeaders, true),
            (tls.Web, SlowWay.Silent, false),
            (tls.Grpc, SlowWay.Silent, true),
        };

        var held = kinds.SelectMany(kind => Enumerable.Repeat(kind, each)).Select(HoldAsync).ToArray();
        var slowest = await SlowestCallAsync(clear, tls);

        Assert.That(slowest, Is.LessThan(TimeSpan.FromSeconds(3)), "the slowest call of others");
        var times = await Task.WhenAll(held);
        Assert.That(times.Where(one => one.Time > TimeSpan.FromSeconds(16)).Select(one => one.ToString()).Distinct(), Is.Empty);
    }

    /// <summary>Connections of honest clients with little to say must not suffer from the limits.</summary>
    [Test]
    public async Task AgentStream_ThatIsQuietForLongerThanTheLimits_Stays()
    {
        await using var server = await ServerProcess.StartAsync("--Agents:HeartbeatInterval=00:01:00");
        using var call = new AgentService.AgentServiceClient(server.Channel).Connect();
        await call.RequestStream.WriteAsync(
            new AgentMessage { Hello = new Hello { AgentId = Guid.NewGuid().ToString(), NodeName = "quiet" } });
        Assert.That(await call.ResponseStream.MoveNext(CancellationToken.None), Is.True, "a welcome");

        var next = call.ResponseStream.MoveNext(CancellationToken.None);
        await Task.WhenAny(next, Task.Delay(Max + TimeSpan.FromSeconds(5)));

        Assert.That(next.IsCompleted, Is.False, "its stream has ended");
    }

    private static IEnumerable<(string Address, SlowWay Way, bool Http2)> Ways(ServerProcess server, bool tls)
    {
        foreach (var way in Enum.GetValues<SlowWay>())
        {
            yield return (server.Grpc, way, true);
            if (tls)
            {
                yield return (server.Web, way, true);
            }
        }

        foreach (var way in new[] { SlowWay.Silent, SlowWay.SilentAfterHandshake, SlowWay.Trickle })
        {
            yield return (server.Web, way, false);
        }
    }

    private static async Task<(string Address, SlowWay Way, bool Http2, TimeSpan Time)> HoldAsync(
        (string Address, SlowWay Way, bool Http2) one)
    {
        using var peer = new SlowPeer(one.Address, one.Way, one.Http2);
        return (one.Address, one.Way, one.Http2, await peer.HoldAsync().WaitAsync(TimeSpan.FromSeconds(90)));
    }

    private static async Task<TimeSpan> SlowestCallAsync(params ServerProcess[] servers)
    {
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < 20; i++)
        {
            foreach (var server in servers)
            {
                var watch = Stopwatch.StartNew();
                using var answer = await server.Http.GetAsync("/healthz");
                Assert.That((int)answer.StatusCode, Is.EqualTo(200));
                slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            }
        }

        return slowest;
    }

    private static async Task<bool> IsTurnedAwayAsync(int port)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", port);
        try
        {
            return await tcp.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromMilliseconds(500)) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
