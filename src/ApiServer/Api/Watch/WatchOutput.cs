using Grpc.Core;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Api.Watch;

/// <summary>The one stream that a watch's subscriptions share. A client that does not read is given up; it resumes by its tokens.</summary>
internal sealed class WatchOutput(IServerStreamWriter<V1.WatchResponse> stream, IOptions<WatchOptions> options, TimeProvider clock)
    : IDisposable
{
    private readonly SemaphoreSlim _lock = new(1);

    public async Task SendAsync(V1.WatchResponse response, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken);

        // Not with a token: to cancel a write resets the stream, and the client would not be told why. Whenever this throws the watch is
        // over, and the turn is kept, since nobody may write beside a write that goes on.
        var write = stream.WriteAsync(response, CancellationToken.None);
        try
        {
            await write.WaitAsync(options.Value.SlowAfter, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            if (write.IsCompletedSuccessfully)
            {
                _lock.Release(); // Done a moment too late.
                return;
            }

            throw new ResourceExhaustedException(
                "WATCHER_TOO_SLOW",
                "What is watched changes faster than this client reads; resume with the last token.",
                TimeSpan.FromSeconds(1));
        }

        _lock.Release();
    }

    public void Dispose() => _lock.Dispose();
}
