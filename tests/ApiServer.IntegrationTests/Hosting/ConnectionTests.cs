using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Hosting;

/// <summary>Peers that vanish, spoken to byte by byte.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ConnectionTests
{
    private static readonly byte[] Http2Preface = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0];

    [Test]
    public async Task Http2Peer_ThatAnswersNoPing_IsDroppedWithinThirtySeconds()
    {
        await using var host = await PipelineHost.StartAsync();
        using var peer = await ConnectAsync(host.Addresses.Grpc);
        await peer.GetStream().WriteAsync((byte[])[.. Http2Preface, .. ConnectHeaders()]);
        var watch = Stopwatch.StartNew();

        await ReadToEndAsync(peer).WaitAsync(TimeSpan.FromSeconds(40));

        Assert.That(
            watch.Elapsed,
            Is.InRange(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30)),
            "15 s of silence and 10 s for the answer to a ping");
    }

    [Test]
    public async Task WebPeer_ThatVanishesWithinABody_IsNoError()
    {
        await using var host = await PipelineHost.StartAsync();
        using (var peer = await ConnectAsync(host.Addresses.Web))
        {
            const string Start = "POST /v1/modules HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{\"module\":";
            await peer.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Start));
        }

        using var http = host.Http();
        await Eventually.TrueAsync(async () => (await http.GetStringAsync("/healthz")).Length > 0, "the server serves others");
        Assert.That(host.Log.Entries, Is.Empty);
    }

    /// <summary>The headers of an agent's stream, without any compression: a connection without a request is closed for that.</summary>
    private static byte[] ConnectHeaders()
    {
        byte[] block =
        [
            0x83, 0x86, // :method POST, :scheme http
            .. Literal(0x04, "/tricorder.apiserver.v1.AgentService/Connect"),
            .. Literal(0x01, "localhost"),
            0x0F,
            .. Literal(0x10, "application/grpc"),
        ];
        return [0, 0, (byte)block.Length, 1, 4, 0, 0, 0, 1, .. block];

        static byte[] Literal(byte name, string value) => [name, (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];
    }

    private static async Task<TcpClient> ConnectAsync(string address)
    {
        var uri = new Uri(address);
        var peer = new TcpClient();
        await peer.ConnectAsync(uri.Host, uri.Port);
        return peer;
    }

    private static async Task ReadToEndAsync(TcpClient peer)
    {
        var buffer = new byte[1024];
        try
        {
            while (await peer.GetStream().ReadAsync(buffer) > 0)
            {
                // Settings, pings, at last a goodbye: none is answered.
            }
        }
        catch (IOException)
        {
            // Reset is an end, too.
        }
    }
}
