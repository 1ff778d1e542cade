using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>How a peer holds a connection without asking for anything.</summary>
internal enum SlowWay
{
    /// <summary>Not even a handshake, where there is one.</summary>
    Silent,

    /// <summary>Nothing after the handshake.</summary>
    SilentAfterHandshake,

    /// <summary>The first request's headers, a byte a second.</summary>
    Trickle,

    /// <summary>HTTP/2, pings for ever and no request.</summary>
    Pings,

    /// <summary>HTTP/2, a request whose headers never end.</summary>
    EndlessHeaders,
}

/// <summary>One connection that holds a slot as long as it is let.</summary>
internal sealed class SlowPeer(string address, SlowWay way, bool http2) : IDisposable
{
    private static readonly byte[] Http2Preface = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0];
    private static readonly byte[] Ping = [0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly byte[] UnfinishedHeaders = [0, 0, 1, 1, 0, 0, 0, 0, 1, 0x82];
    private static readonly byte[] Http1Headers =
    [
        .. "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: "u8,
        .. Enumerable.Repeat((byte)'a', 200),
    ];

    private readonly CancellationTokenSource _gone = new();

    /// <summary>Connects, does its thing, and says how long it was let.</summary>
    public async Task<TimeSpan> HoldAsync()
    {
        var uri = new Uri(address);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, uri.Port, _gone.Token);
        var watch = Stopwatch.StartNew();
        var stream = (Stream)tcp.GetStream();
        if (uri.Scheme == "https" && way != SlowWay.Silent)
        {
            stream = await HandshakeAsync(stream);
            watch.Restart();
        }

        var sending = SendAsync(stream);
        await ReadToEndAsync(stream);
        watch.Stop();
        await _gone.CancelAsync();
        await sending;
        return watch.Elapsed;
    }

    public void Dispose() => _gone.Dispose();

    private async Task<Stream> HandshakeAsync(Stream plain)
    {
        var tls = new SslStream(plain);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                // Whose it is does not matter here.
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
                ApplicationProtocols = [http2 ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11],
            },
            _gone.Token);
        return tls;
    }

    private async Task SendAsync(Stream stream)
    {
        try
        {
            switch (way)
            {
                case SlowWay.Trickle:
                    foreach (var one in http2 ? Http2Preface : Http1Headers)
                    {
                        await stream.WriteAsync(new[] { one }, _gone.Token);
                        await Task.Delay(TimeSpan.FromSeconds(1), _gone.Token);
                    }

                    break;
                case SlowWay.Pings:
                    await stream.WriteAsync(Http2Preface, _gone.Token);
                    while (true)
                    {
                        await stream.WriteAsync(Ping, _gone.Token);
                        await Task.Delay(TimeSpan.FromSeconds(1), _gone.Token);
                    }

                case SlowWay.EndlessHeaders:
                    await stream.WriteAsync((byte[])[.. Http2Preface, .. UnfinishedHeaders], _gone.Token);
                    break;
                default:
                    break;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Shown the door.
        }
    }

    private static async Task ReadToEndAsync(Stream stream)
    {
        var buffer = new byte[1024];
        try
        {
            while (await stream.ReadAsync(buffer) > 0)
            {
                // Settings, answers to pings, at last a goodbye.
            }
        }
        catch (IOException)
        {
            // Reset is an end, too.
        }
    }
}
