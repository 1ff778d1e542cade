using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Tricorder.ApiServer.Errors;

/// <summary>
/// The one place where exceptions become statuses, for native gRPC, grpc-web and REST alike. An RpcException passes unchanged: it is
/// the framework's word on the protocol (message too large, incomplete message).
/// </summary>
internal sealed class ErrorInterceptor(ILogger<ErrorInterceptor> logger, IHostApplicationLifetime lifetime) : Interceptor
{
    private const string FrameworkAssembly = "Grpc.AspNetCore.Server";

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e) when (e is not RpcException || IsNotOffered(e))
        {
            throw Translate(e, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(requestStream, context);
        }
        catch (Exception e) when (e is not RpcException || IsNotOffered(e))
        {
            throw TranslateReading(e, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception e) when (e is not RpcException || IsNotOffered(e))
        {
            throw Translate(e, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception e) when (e is not RpcException || IsNotOffered(e))
        {
            throw TranslateReading(e, context);
        }
    }

    /// <summary>In a stream of requests a message that does not parse surfaces inside the handler, and is the caller's fault.</summary>
    private RpcException TranslateReading(Exception e, ServerCallContext context) => e is InvalidProtocolBufferException
        ? Translate(new InvalidArgumentException("message", "is not valid protobuf", "MALFORMED_MESSAGE"), context)
        : Translate(e, context);

    private RpcException Translate(Exception e, ServerCallContext context)
    {
        if (e is DomainException refusal)
        {
            return Refuse(refusal, context);
        }

        if (IsNotOffered(e))
        {
            return Refuse(new UnimplementedException(context.Method), context);
        }

        if (context.CancellationToken.IsCancellationRequested && IsEndOfCall(e))
        {
            logger.CallerWentAway(e, context.Method);
            return new RpcException(new Status(StatusCode.Cancelled, "The call was cancelled."));
        }

        if (e is OperationCanceledException && lifetime.ApplicationStopping.IsCancellationRequested)
        {
            var stopping = new UnavailableException("SERVER_STOPPING", "The server is stopping; connect again.", TimeSpan.FromSeconds(1));
            return Refuse(stopping, context);
        }

        var correlationId = context.GetHttpContext().TraceIdentifier;
        logger.Unexpected(e, context.Method, correlationId);
        return StatusMapping.Internal(correlationId).ToRpcException();
    }

    private RpcException Refuse(DomainException refusal, ServerCallContext context)
    {
        var status = StatusMapping.Correlated(StatusMapping.ToStatus(refusal), context.GetHttpContext().TraceIdentifier);
        RetryAfter.Write(context.GetHttpContext().Response, status);
        var answer = status.ToRpcException();
        logger.Refused(context.Method, answer.StatusCode, refusal.Reason, answer.Status.Detail);
        return answer;
    }

    /// <summary>What the generated base of a service throws for a method that nobody has written: it has no text of its own.</summary>
    private static bool IsNotOffered(Exception e) => e is RpcException { StatusCode: StatusCode.Unimplemented, Status.Detail.Length: 0 };

    /// <summary>How a call ends under its handler when the caller is gone: cancelled waits, failed reads, writes after the end.</summary>
    private static bool IsEndOfCall(Exception e) =>
        e is OperationCanceledException or IOException || (e is InvalidOperationException && e.Source == FrameworkAssembly);
}
