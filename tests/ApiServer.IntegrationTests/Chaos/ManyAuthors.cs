using System.Net;
using System.Net.Sockets;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>Connections from one loopback address after the other: a server takes those of each for an author of its own.</summary>
internal static class ManyAuthors
{
    private const int Addresses = 4;

    private static int _last;

    public static SocketsHttpHandler Handler() => new() { ConnectCallback = ConnectAsync };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(2 + (Interlocked.Increment(ref _last) % Addresses))]), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
