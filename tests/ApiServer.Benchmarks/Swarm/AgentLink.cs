using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;

namespace Tricorder.ApiServer.Benchmarks.Swarm;

/// <summary>A channel with exactly one TCP connection of its own.</summary>
internal sealed class AgentLink : IDisposable
{
    /// <summary>Loopback has 28,000 ephemeral ports per pair of addresses; more agents come from 127.0.0.2 and so on.</summary>
    private const int AgentsPerAddress = 12_000;

    /// <summary>SOL_IP and IP_BIND_ADDRESS_NO_PORT: choose the port at connect, when the whole pair is known.</summary>
    private const int SolIp = 0, BindAddressNoPort = 24;

    private readonly GrpcChannel _channel;

    public AgentLink(Uri server, int index, X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            SslOptions = certificate is null ? new SslClientAuthenticationOptions() : BenchCertificates.Client(certificate),
            ConnectCallback = (context, token) => OpenAsync(context.DnsEndPoint, index, token),
        };
        _channel = GrpcChannel.ForAddress(server, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        Invoker = _channel.CreateCallInvoker();
    }

    public CallInvoker Invoker { get; }

    public void Dispose() => _channel.Dispose();

    private static async ValueTask<Stream> OpenAsync(DnsEndPoint server, int index, CancellationToken token)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (index >= AgentsPerAddress)
            {
                socket.SetRawSocketOption(SolIp, BindAddressNoPort, BitConverter.GetBytes(1));
                socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(1 + (index / AgentsPerAddress))]), 0));
            }

            await socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port, token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
