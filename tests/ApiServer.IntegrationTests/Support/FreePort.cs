using System.Net;
using System.Net.Sockets;

namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>
/// Ports for servers that are restarted in place. They lie below the range from which the kernel takes source ports: while a server is
/// down, a client that keeps connecting to a port of that range sooner or later gets the very same port as source, connects to
/// itself, and holds the port the server needs. No port is given twice before all were.
/// </summary>
internal static class FreePort
{
    private const int First = 15_000;
    private const int Last = 30_000;

    private static int _given = Random.Shared.Next(Last - First);

    public static int Next()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _given) % (Last - First));
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken; try another.
            }
        }

        throw new InvalidOperationException($"No free port from {First} to {Last}.");
    }
}
