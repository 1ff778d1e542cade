using Grpc.Core;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Api.Watch;

/// <summary>The one stream that a watch's subscriptions share. A client that does not read is given up; it resumes by its tokens.</summary>
internal sealed class WatchOutput(IServerStreamWriter<V1.WatchResponse> stream, IOptions<WatchOptions> options, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    public async Task SendAsync(V1.WatchResponse response, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var tooSlow = new CancellationTokenSource(options.Value.SlowAfter, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tooSlow.Token);
            try
            {
                await stream.WriteAsync(response, either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (tooSlow.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new ResourceExhaustedException(
                    "WATCHER_TOO_SLOW", "What is watched changes faster than this client reads; resume with the last token.", TimeSpan.FromSeconds(1));
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
