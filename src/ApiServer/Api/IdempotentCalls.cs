using Google.Protobuf;
using Grpc.Core;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Security.Audit;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Api;

/// <summary>
/// Makes changing calls at most once. The answer is stored in the transaction of the effect, so a repeat after any crash gets what the
/// first caller got or would have got. A repeat is answered before anything else is done;
/// one that comes while the first call runs waits for it.
/// </summary>
internal sealed class IdempotentCalls(StoreWriter writer, RequestLog log)
{
    private readonly RunningCalls _running = new();

    /// <summary>A call that is one unit of work. It answers from what the unit has read and written.</summary>
    public Task<TResponse> InOneUnitAsync<TRequest, TResponse>(
        TRequest request, ServerCallContext context, Func<WriteUnit, Origin, TResponse> effect)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse>, new() =>
            RunAsync<TRequest, TResponse>(request, context, (origin, remember) => writer.WriteAsync(
                unit =>
                {
                    var response = effect(unit, origin);
                    remember(unit, response);
                    return response;
                },
                context.CancellationToken));

    /// <summary>
    /// A call that does something else before it stores its effect. It has the answer remembered in the unit that stores it.
    /// </summary>
    public Task<TResponse> RunAsync<TRequest, TResponse>(
        TRequest request, ServerCallContext context, Func<Origin, Action<WriteUnit, TResponse>, Task<TResponse>> call)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse>, new()
    {
        var origin = CallOrigin.Of(context.GetHttpContext(), RequestKeys.IdOf(request));
        return RunAsync<TResponse>(RequestKeys.Of(request, origin.Actor), remember => call(origin, remember), context.CancellationToken);
    }

    /// <summary>The same without what is of gRPC.</summary>
    public async Task<TResponse> RunAsync<TResponse>(
        RequestKey key, Func<Action<WriteUnit, TResponse>, Task<TResponse>> call, CancellationToken cancellationToken)
        where TResponse : IMessage<TResponse>, new()
    {
        if (key.Id.Length == 0)
        {
            return await call((_, _) => { });
        }

        using var turn = await _running.EnterAsync(key, cancellationToken);
        if (log.Find(key) is { } answer)
        {
            var response = new TResponse();
            response.MergeFrom(answer);
            return response;
        }

        return await call((unit, response) => log.Remember(unit, key, response.ToByteArray()));
    }
}
