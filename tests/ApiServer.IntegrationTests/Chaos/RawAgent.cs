using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>One `Connect` stream on a connection of its own that sends whatever bytes a test wants, and reads only when told to.</summary>
internal sealed class RawAgent : IDisposable
{
    private static readonly Marshaller<byte[]> AsIs = Marshallers.Create(bytes => bytes, bytes => bytes);
    private static readonly Method<byte[], byte[]> Connect =
        new(MethodType.DuplexStreaming, "tricorder.apiserver.v1.AgentService", "Connect", AsIs, AsIs);

    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<byte[], byte[]> _call;

    public RawAgent(string server)
    {
        _channel = GrpcChannel.ForAddress(server, new GrpcChannelOptions { MaxReceiveMessageSize = null, MaxSendMessageSize = null });
        _call = _channel.CreateCallInvoker().AsyncDuplexStreamingCall(Connect, null, default);
    }

    public string Id { get; } = Guid.CreateVersion7().ToString();

    /// <summary>Opens a stream, says hello and waits for the welcome.</summary>
    public static async Task<RawAgent> WelcomedAsync(string server, string node)
    {
        var agent = new RawAgent(server);
        await agent.HelloAsync(node);
        await agent.ReadAsync();
        return agent;
    }

    public Task HelloAsync(string node) =>
        SendAsync(
            new AgentMessage { Hello = new Hello { AgentId = Id, NodeName = node, PodUid = Guid.NewGuid().ToString(), Version = "test" } });

    public Task SendAsync(AgentMessage message) => SendBytesAsync(message.ToByteArray());

    public Task SendBytesAsync(byte[] bytes) => _call.RequestStream.WriteAsync(bytes);

    /// <summary>The next message; null when the stream has ended with OK.</summary>
    public async Task<ServerMessage?> ReadAsync(CancellationToken cancellationToken = default) =>
        await _call.ResponseStream.MoveNext(cancellationToken) ? ServerMessage.Parser.ParseFrom(_call.ResponseStream.Current) : null;

    /// <summary>Reads until the stream's end, and returns how it ended; null = with OK.</summary>
    public async Task<RpcException?> EndAsync(TimeSpan within)
    {
        using var tooLate = new CancellationTokenSource(within);
        try
        {
            while (await ReadAsync(tooLate.Token) is not null)
            {
            }

            return null;
        }
        catch (RpcException e) when (!tooLate.IsCancellationRequested)
        {
            return e;
        }
    }

    public void Dispose()
    {
        _call.Dispose();
        _channel.Dispose();
    }
}
