using Google.Protobuf;
using Grpc.Core;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Security.Audit;
using Tricorder.ApiServer.Storage;
using Tricorder.ApiServer.Storage.Idempotency;

namespace Tricorder.ApiServer.Api;

/// <summary>
/// Makes changing calls at most once. The answer is stored in the transaction of the effect, so a repeat after any crash gets what the
/// first caller got or would have got. A repeat is answered before anything else is done; one that comes while the first call runs waits
/// for it. A call without an id has no repeats.
/// </summary>
internal sealed class IdempotentCalls(StoreWriter writer, RequestLog log)
{
    private readonly RunningCalls _running = new();

    /// <summary>A call that is one unit of work. It answers from what the unit has read and written.</summary>
    public Task<TResponse> InOneUnitAsync<TRequest, TResponse>(
        TRequest request, ServerCallContext context, Func<WriteUnit, Origin, TResponse> effect)
        where TRequest : IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new()
    {
        var (key, origin) = Identify(request, context);
        return InOneUnitAsync(key, unit => effect(unit, origin), context.CancellationToken);
    }

    /// <summary>The same without what is of gRPC.</summary>
    public Task<TResponse> InOneUnitAsync<TResponse>(RequestKey key, Func<WriteUnit, TResponse> effect, CancellationToken cancellationToken)
        where TResponse : class, IMessage<TResponse>, new() =>
        writer.WriteAsync(
            HasRepeats(key) ? unit => Find<TResponse>(unit, key) ?? Remember(unit, key, effect(unit)) : effect, cancellationToken);

    /// <summary>A call that does something else before it stores its effect. It gives the answer in the unit that stores it.</summary>
    public Task<TResponse> RunAsync<TRequest, TResponse>(
        TRequest request, ServerCallContext context, Func<Origin, Action<WriteUnit, TResponse>, Task> call)
        where TRequest : IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new()
    {
        var (key, origin) = Identify(request, context);
        return RunAsync<TResponse>(key, answer => call(origin, answer), context.CancellationToken);
    }

    /// <summary>The same without what is of gRPC.</summary>
    public async Task<TResponse> RunAsync<TResponse>(
        RequestKey key, Func<Action<WriteUnit, TResponse>, Task> call, CancellationToken cancellationToken)
        where TResponse : class, IMessage<TResponse>, new()
    {
        if (!HasRepeats(key))
        {
            return await AnswerOfAsync(call, (_, response) => response);
        }

        using var running = await _running.EnterAsync(key, cancellationToken);

        // By the writer: what it has read is acknowledged, so the file must still be there.
        return await writer.WriteAsync(unit => Find<TResponse>(unit, key), cancellationToken)
            ?? await AnswerOfAsync<TResponse>(call, (unit, response) => Remember(unit, key, response));
    }

    private static bool HasRepeats(RequestKey key) => key.Id.Length > 0;

    private static async Task<TResponse> AnswerOfAsync<TResponse>(
        Func<Action<WriteUnit, TResponse>, Task> call, Func<WriteUnit, TResponse, TResponse> remember)
        where TResponse : class
    {
        TResponse? given = null;
        await call((unit, response) => given = remember(unit, response));
        return given ?? throw new InvalidOperationException("The call stored nothing to answer with.");
    }

    private static (RequestKey Key, Origin Origin) Identify<TRequest>(TRequest request, ServerCallContext context)
        where TRequest : IMessage<TRequest>
    {
        var origin = CallOrigin.Of(context.GetHttpContext(), RequestKeys.IdOf(request));
        return (RequestKeys.Of(request, origin.Actor), origin);
    }

    private TResponse? Find<TResponse>(WriteUnit unit, RequestKey key)
        where TResponse : class, IMessage<TResponse>, new()
    {
        if (log.Find(unit, key) is not { } stored)
        {
            return null;
        }

        var response = new TResponse();
        response.MergeFrom(stored);
        return response;
    }

    private TResponse Remember<TResponse>(WriteUnit unit, RequestKey key, TResponse response)
        where TResponse : class, IMessage<TResponse>
    {
        log.Remember(unit, key, response.ToByteArray());
        return response;
    }
}
