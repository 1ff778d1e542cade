using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>Clients that take their time to say what they want do not hold a place for it.</summary>
public sealed class SlowClientTests
{
    private const int Clients = 40;

    /// <summary>The preface, and settings that settle nothing.</summary>
    private const string Http2Start = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(16);

    [Test]
    public async Task Slow_OnEitherPortWithAndWithoutTls_AreCutOffWhileOthersAreServed()
    {
        using var certificates = new TestCertificates();
        await using var clear = await ServerProcess.StartAsync();
        await using var tls = await ServerProcess.StartAsync(certificates);
        using var stop = new CancellationTokenSource();
        var slow = new[]
        {
            ("web, headers byte by byte", PortOf(clear.Web), "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: "),
            ("gRPC, headers without an end", PortOf(clear.Grpc), Http2Start + "\0\0\u0001\u0001\0\0\0\0\u0001\u0082"),
            ("web, no handshake", PortOf(tls.Web), ""),
            ("gRPC, no handshake", PortOf(tls.Grpc), ""),
        };

        var ends = slow.SelectMany(kind => Enumerable.Range(0, Clients).Select(_ => EndAsync(kind.Item1, kind.Item2, kind.Item3, stop.Token))).ToList();
        var slowest = await SlowestCallAsync(clear, tls);

        Assert.That(slowest, Is.LessThan(TimeSpan.FromSeconds(3)), "the slowest call of others");
        var notCut = (await Task.WhenAll(ends)).Where(end => end.Length > 0).Distinct();
        Assert.That(notCut, Is.Empty);
    }

    private static int PortOf(string address) => new Uri(address).Port;

    /// <summary>Empty when the server ended the connection in time, else which kind it was.</summary>
    private static async Task<string> EndAsync(string kind, int port, string start, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(start), cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        var dripping = start.StartsWith("GET", StringComparison.Ordinal) ? DripAsync(stream, limit.Token) : Task.CompletedTask;
        try
        {
            var buffer = new byte[4096];
            while (await stream.ReadAsync(buffer, limit.Token) > 0)
            {
            }

            return "";
        }
        catch (IOException)
        {
            return "";
        }
        catch (OperationCanceledException)
        {
            return kind;
        }
        finally
        {
            await limit.CancelAsync();
            await dripping;
        }
    }

    private static async Task DripAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await stream.WriteAsync("x"u8.ToArray(), cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Cut off, as it should be.
        }
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
                Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
                slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            }
        }

        return slowest;
    }
}
