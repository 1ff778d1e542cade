using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Tricorder.ApiServer.Hosting.Rpc;

/// <summary>Stands around the interceptor that maps errors, so that it sees the status that callers see.</summary>
internal sealed class RpcMetricsInterceptor(RpcMetrics metrics, TimeProvider time) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        TimeAsync(time.GetTimestamp(), continuation(request, context), context);

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        TimeAsync(time.GetTimestamp(), continuation(requestStream, context), context);

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        metrics.StreamOpened(MethodOf(context));
        return CountAsync(continuation(request, responseStream, context), context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        metrics.StreamOpened(MethodOf(context));
        return CountAsync(continuation(requestStream, responseStream, context), context);
    }

    private async Task<TResponse> TimeAsync<TResponse>(long start, Task<TResponse> call, ServerCallContext context)
    {
        var code = StatusCode.OK;
        try
        {
            return await call;
        }
        catch (RpcException e)
        {
            code = e.StatusCode;
            throw;
        }
        finally
        {
            metrics.CallAnswered(MethodOf(context), code, time.GetElapsedTime(start));
        }
    }

    private async Task CountAsync(Task call, ServerCallContext context)
    {
        var code = StatusCode.OK;
        try
        {
            await call;
        }
        catch (RpcException e)
        {
            code = e.StatusCode;
            throw;
        }
        finally
        {
            var isAnswered = code != StatusCode.OK || !context.CancellationToken.IsCancellationRequested;
            metrics.StreamEnded(MethodOf(context), isAnswered ? code : StatusCode.Cancelled);
        }
    }

    /// <summary>The name that was matched. The path of a call may be written in any case, and each would become a time series.</summary>
    private static string MethodOf(ServerCallContext context) =>
        context.GetHttpContext().GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.FullName ?? "unknown";
}
