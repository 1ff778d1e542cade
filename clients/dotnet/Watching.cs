using System.Runtime.CompilerServices;
using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Client;

/// <summary>Live state that survives broken streams.</summary>
public static class Watching
{
    /// <summary>
    /// Watches for ever: when the stream breaks it goes on where it was, by resume token. When the server can not go on from there,
    /// snapshots come again: a snapshot that follows the last part of an earlier one replaces what was known under its key. Ends by
    /// cancellation, with <see cref="OperationCanceledException"/>, and with an <see cref="RpcException"/> that no repetition would change,
    /// such as PERMISSION_DENIED.
    /// </summary>
    /// <param name="client">The server to watch.</param>
    /// <param name="subscriptions">
    /// What to watch; each with a key and a topic. Their resume tokens are ignored: see <see cref="WatchOptions.Tokens"/>.
    /// </param>
    /// <param name="options">How to behave; null for the usual.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public static async IAsyncEnumerable<WatchResponse> WatchAsync(
        this ApiServerClient client,
        IEnumerable<Subscription> subscriptions,
        WatchOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(subscriptions);
        options ??= new WatchOptions();
        var wanted = subscriptions.ToList();
        for (var failures = 1; ; failures++)
        {
            ApiError? error = null;
            using (var call = client.Watch.Watch(Request(wanted, options.Tokens), cancellationToken: cancellationToken))
            {
                var stream = call.ResponseStream;
                error = await StandAsync(call, cancellationToken);
                if (error is null)
                {
                    options.OnState?.Invoke(null);
                }

                while (error is null)
                {
                    (var isMore, error) = await NextAsync(stream, cancellationToken);
                    if (!isMore)
                    {
                        break;
                    }

                    failures = 0;
                    yield return stream.Current;

                    // Only what was taken counts as seen.
                    if (stream.Current.ResumeToken.Length > 0)
                    {
                        options.Tokens[stream.Current.Key] = stream.Current.ResumeToken;
                    }
                }
            }

            options.OnState?.Invoke(error ?? Ended);
            if (error?.Code == StatusCode.OutOfRange)
            {
                options.Tokens.Clear();
            }

            var pause = options.Backoff(Math.Max(1, failures));
            await Task.Delay(error?.RetryAfter > pause ? error.RetryAfter.Value : pause, options.Time, cancellationToken);
        }
    }

    private static ApiError Ended { get; } = new() { Code = StatusCode.Unavailable, Message = "The server ended the stream." };

    private static WatchRequest Request(List<Subscription> wanted, IDictionary<string, string> tokens)
    {
        var request = new WatchRequest();
        foreach (var subscription in wanted)
        {
            var copy = subscription.Clone();
            copy.ResumeToken = tokens.TryGetValue(subscription.Key, out var token) ? token : "";
            request.Subscriptions.Add(copy);
        }

        return request;
    }

    private static async Task<ApiError?> StandAsync(AsyncServerStreamingCall<WatchResponse> call, CancellationToken cancellationToken)
    {
        try
        {
            await call.ResponseHeadersAsync;
            return null;
        }
        catch (RpcException exception) when (cancellationToken.IsCancellationRequested || MayPass(exception))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ApiError.From(exception);
        }
    }

    private static async Task<(bool IsMore, ApiError? Error)> NextAsync(
        IAsyncStreamReader<WatchResponse> stream, CancellationToken cancellationToken)
    {
        try
        {
            return (await stream.MoveNext(cancellationToken), null);
        }
        catch (RpcException exception) when (cancellationToken.IsCancellationRequested || MayPass(exception))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (false, ApiError.From(exception));
        }
    }

    private static bool MayPass(RpcException exception) => exception.StatusCode is not (
        StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.InvalidArgument or StatusCode.Unimplemented
            or StatusCode.NotFound);
}
