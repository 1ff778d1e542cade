using Grpc.Core;
using Grpc.Core.Interceptors;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security.Rules;

namespace Tricorder.ApiServer.Security.Audit;

/// <summary>
/// Sees what services refuse and what fails: what succeeds is told by the event of its effect, in the same transaction.
/// </summary>
internal sealed class AuditInterceptor(AccessRules rules, CallEvents events) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e)
        {
            Record(context.GetHttpContext(), request, e);
            throw;
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
        catch (DomainException e)
        {
            Record(context.GetHttpContext(), request, e);
            throw;
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
        catch (DomainException e)
        {
            Record(context.GetHttpContext(), request: null, e);
            throw;
        }
    }

    private void Record(HttpContext context, object? request, Exception e)
    {
        if (e is PermissionDeniedException or UnauthenticatedException)
        {
            events.Refused(context, (DomainException)e);
        }
        else if (context.GetEndpoint() is { } endpoint && rules.Of(endpoint) is { Changes: true }
            && !context.RequestAborted.IsCancellationRequested)
        {
            events.Failed(context, request, e);
        }
    }
}
