using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Tricorder.ApiServer.Client;

/// <summary>
/// Gives each changing call a request_id, so that sending it again changes nothing twice. The caller's message stays as it is.
/// </summary>
internal sealed class RequestIdInterceptor : Interceptor
{
    private const string FieldName = "request_id";

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(WithId(request), context);

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        BlockingUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(WithId(request), context);

    private static TRequest WithId<TRequest>(TRequest request)
        where TRequest : class
    {
        if (request is not IMessage message
            || message.Descriptor.FindFieldByName(FieldName) is not { FieldType: FieldType.String } field
            || field.Accessor.GetValue(message) is not "")
        {
            return request;
        }

        var copy = ((IDeepCloneable<TRequest>)request).Clone();
        field.Accessor.SetValue((IMessage)copy, Guid.CreateVersion7().ToString());
        return copy;
    }
}
