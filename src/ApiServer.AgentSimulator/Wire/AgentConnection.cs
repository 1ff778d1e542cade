using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Tricorder.ApiServer.AgentSimulator.Fleet;
using Tricorder.ApiServer.Client;

namespace Tricorder.ApiServer.AgentSimulator.Wire;

/// <summary>
/// The TCP connection of one agent process: never shared, opened again by the next call after it broke.
/// </summary>
internal sealed class AgentConnection : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly GrpcChannel _channel;
    private Socket? _socket;
    private bool _disposed;

    public AgentConnection(FleetOptions options, string node)
    {
        _channel = ApiServerChannel.Create(options.Credentials.For(node) with
        {
            Address = options.Server,
            // An agent connects again by itself, with pauses of its own.
            MaxAttempts = 1,
            ConnectTimeout = ConnectTimeout,
            KeepAlivePing = options.KeepAlivePing,
            KeepAliveTimeout = options.KeepAliveTimeout,
            MaxReceiveMessageSize = options.MaxReceiveMessageSize,
            ConfigureHandler = handler =>
            {
                // With a callback of our own the channel leaves connecting to the handler, which costs less memory, and the
                // socket is at hand for breaking it.
                handler.ConnectCallback = async (context, cancellationToken) => await OpenAsync(context, cancellationToken);
                handler.EnableMultipleHttp2Connections = false;
                handler.ActivityHeadersPropagator = null;
            },
        });
        Invoker = _channel.CreateCallInvoker();
    }

    public CallInvoker Invoker { get; }

    /// <summary>Breaks the connection with a reset: no GOAWAY, no end of stream, as when the process is gone.</summary>
    public void Abort() => Interlocked.Exchange(ref _socket, null)?.Close(timeout: 0);

    public void Dispose()
    {
        Volatile.Write(ref _disposed, true);
        Abort();
        _channel.Dispose();
    }

    private async Task<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            socket.Dispose();
            throw new ConnectFailedException(error);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        Volatile.Write(ref _socket, socket);
        if (Volatile.Read(ref _disposed))
        {
            Abort();
        }

        return new NetworkStream(socket, ownsSocket: true);
    }
}

/// <summary>No TCP connection came about; marks that apart from a connection that broke later.</summary>
internal sealed class ConnectFailedException(Exception cause) : IOException(cause.Message, cause);
