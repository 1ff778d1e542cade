using Google.Protobuf;
using Grpc.Core;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Security.Audit;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Api;

/// <summary>
/// Makes changing calls at most once. The answer is stored in the transaction of the effect, so a repeat after any crash gets what the first
/// caller got or would have got. A repeat is answered before anything else is done; one that comes while the first call runs waits for it.
/// </summary>
internal sealed class IdempotentCalls(StoreWriter writer, RequestLog log)
{
    private readonly RunningCalls _running = new();

    /// <summary>A call that is one unit of work. It answers from what the unit has read and written.</summary>
    public Task<TResponse> InOneUnitAsync<TRequest, TResponse>(
        TRequest request, ServerCallContext context, Func<WriteUnit, Origin, TResponse> effect)
        where TRequest : IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new() =>
        RunAsync<TRequest, TResponse>(
            request, context, (origin, answer) => writer.WriteAsync(unit => answer(unit, effect(unit, origin)), context.CancellationToken));

    /// <summary>A call that does something else before it stores its effect. It gives the answer in the unit that stores it.</summary>
    public Task<TResponse> RunAsync<TRequest, TResponse>(
        TRequest request, ServerCallContext context, Func<Origin, Action<WriteUnit, TResponse>, Task> call)
        where TRequest : IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new()
    {
        var origin = CallOrigin.Of(context.GetHttpContext(), RequestKeys.IdOf(request));
        return RunAsync<TResponse>(RequestKeys.Of(request, origin.Actor), answer => call(origin, answer), context.CancellationToken);
    }

    /// <summary>The same without what is of gRPC.</summary>
    public async Task<TResponse> RunAsync<TResponse>(RequestKey key, Func<Action<WriteUnit, TResponse>, Task> call, CancellationToken cancellationToken)
        where TResponse : class, IMessage<TResponse>, new()
    {
        if (key.Id.Length == 0)
        {
            return await AnswerAsync<TResponse>(call, (_, _) => { });
        }

        using var turn = await _running.EnterAsync(key, cancellationToken);
        if (log.Find(key) is { } stored)
        {
            var response = new TResponse();
            response.MergeFrom(stored);
            return response;
        }

        return await AnswerAsync<TResponse>(call, (unit, response) => log.Remember(unit, key, response.ToByteArray()));
    }

    /// <summary>What the caller is told is what was stored, to the byte.</summary>
    private static async Task<TResponse> AnswerAsync<TResponse>(
        Func<Action<WriteUnit, TResponse>, Task> call, Action<WriteUnit, TResponse> remember)
        where TResponse : class
    {
        TResponse? given = null;
        await call((unit, response) =>
        {
            given = response;
            remember(unit, response);
        });
        return given ?? throw new InvalidOperationException("The call stored nothing to answer with.");
    }
}
