using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Compression;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>A call with whatever bytes a test wants, on a connection of its own; how it ended.</summary>
internal static class RawCall
{
    private static readonly Marshaller<byte[]> AsIs = Marshallers.Create(bytes => bytes, bytes => bytes);
    private static readonly Metadata Gzip = new() { { "grpc-internal-encoding-request", "gzip" } };

    public static Task<RpcException> UnaryAsync(string server, string service, string method, byte[] request) => EndAsync(
        server, invoker => invoker.AsyncUnaryCall(MethodOf(MethodType.Unary, service, method), null, default, request).ResponseAsync);

    public static Task<RpcException> WatchAsync(string server, byte[] request, bool isGzip = false) => EndAsync(
        server,
        invoker => invoker.AsyncServerStreamingCall(
            MethodOf(MethodType.ServerStreaming, "WatchService", "Watch"),
            null,
            new CallOptions(isGzip ? Gzip : null),
            request).ResponseStream.MoveNext());

    private static Method<byte[], byte[]> MethodOf(MethodType type, string service, string method) =>
        new(type, "tricorder.apiserver.v1." + service, method, AsIs, AsIs);

    private static async Task<RpcException> EndAsync(string server, Func<CallInvoker, Task> call)
    {
        using var channel = GrpcChannel.ForAddress(server, new GrpcChannelOptions
        {
            HttpHandler = ManyAuthors.Handler(),
            DisposeHttpClient = true,
            MaxSendMessageSize = null,
            CompressionProviders = [new GzipCompressionProvider(CompressionLevel.SmallestSize)],
        });
        try
        {
            await call(channel.CreateCallInvoker()).WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (RpcException e)
        {
            return e;
        }

        throw new AssertionException("The call was answered.");
    }
}
