using System.Runtime.CompilerServices;
using Tricorder.ApiServer.Changes;

namespace Tricorder.ApiServer.Api.Watch;

/// <summary>The server's status is one small thing made of many: it is looked at once a second and sent when it differs.</summary>
internal sealed class StatusTopic(ServerStatusReader status, TimeProvider clock) : IWatchTopic
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    public string Fingerprint => "status";

    public Task<IWatchCursor> OpenAsync(long? position, CancellationToken cancellationToken) =>
        position is null or 0
            ? Task.FromResult<IWatchCursor>(new Cursor(status, clock, isResumed: position is not null))
            : throw ResumeToken.Expired();

    private sealed class Cursor(ServerStatusReader status, TimeProvider clock, bool isResumed) : IWatchCursor
    {
        private V1.GetServerStatusResponse? _sent;

        public long Position => 0;

        public async IAsyncEnumerable<V1.Snapshot> SnapshotAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            if (!isResumed)
            {
                _sent = status.Read();
                yield return new V1.Snapshot { Status = _sent, Last = true };
            }
        }

        public async Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
        {
            for (var waited = TimeSpan.Zero; waited < timeout; waited += PollInterval)
            {
                if (!status.Read().Equals(_sent))
                {
                    return true;
                }

                await Task.Delay(PollInterval, clock, cancellationToken);
            }

            return false;
        }

        public async IAsyncEnumerable<V1.Changes> ChangesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            _sent = status.Read();
            yield return new V1.Changes { Status = _sent };
        }

        public void Dispose()
        {
        }
    }
}
