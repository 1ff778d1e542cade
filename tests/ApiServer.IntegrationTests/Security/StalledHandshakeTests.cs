using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>Handshakes take turns; those that stall must not make others wait for theirs.</summary>
public sealed class StalledHandshakeTests
{
    private const int Stalled = 400;

    private static readonly TimeSpan Brisk = TimeSpan.FromSeconds(4);

    /// <summary>Less than a hello takes no turn. After one it is a turn's longest time, for a few at once.</summary>
    [TestCase(1)]
    [TestCase(20)]
    [TestCase(int.MaxValue)]
    public async Task Handshake_BehindManyThatStall_IsNotHeldUp(int bytesOfHello)
    {
        using var certificates = new TestCertificates();
        await using var server = await ServerProcess.StartAsync(certificates);
        await HandshakeAsync(certificates, server.Web);
        var peers = await Task.WhenAll(Enumerable.Range(0, Stalled).Select(_ => StallAsync(new Uri(server.Web).Port, bytesOfHello)));

        var (samePort, otherPort) = (HandshakeAsync(certificates, server.Web), HandshakeAsync(certificates, server.Grpc));

        Assert.That(await samePort, Is.LessThan(Brisk), "on the port they are on");
        Assert.That(await otherPort, Is.LessThan(Brisk), "on the other port");
        Array.ForEach(peers, peer => peer.Dispose());
    }

    private static async Task<TcpClient> StallAsync(int port, int bytes)
    {
        var peer = new TcpClient();
        await peer.ConnectAsync(IPAddress.Loopback, port);
        await peer.GetStream().WriteAsync(RawHello.Tls12.AsMemory(0, Math.Min(bytes, RawHello.Tls12.Length)));
        return peer;
    }

    private static async Task<TimeSpan> HandshakeAsync(TestCertificates certificates, string address)
    {
        var watch = Stopwatch.StartNew();
        using var http = new HttpClient(certificates.Handler(null)) { DefaultRequestVersion = HttpVersion.Version20 };
        using var answer = await http.GetAsync(new Uri(new Uri(address), "/"));
        return watch.Elapsed;
    }
}
