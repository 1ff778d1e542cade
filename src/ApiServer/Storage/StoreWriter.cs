using System.Threading.Channels;

namespace Tricorder.ApiServer.Storage;

/// <summary>
/// The one writer. Callers queue units of work; whatever is queued when the writer gets to it is committed as one group, so a
/// thousand small writes cost one fsync. A caller's task completes only after COMMIT.
/// </summary>
internal sealed class StoreWriter : IAsyncDisposable
{
    private const int QueueCapacity = 4096;
    private const int MaxGroup = 1024;

    private readonly Channel<PendingWrite> _queue = Channel.CreateBounded<PendingWrite>(
        new BoundedChannelOptions(QueueCapacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly CommitGroup _group;
    private readonly Task _loop;

    public StoreWriter(CommitGroup group)
    {
        _group = group;
        _loop = Task.Run(RunAsync);
    }

    public int QueueDepth => _queue.Reader.Count;

    /// <summary>
    /// Runs <paramref name="work"/> in the writer's transaction and returns its result once that is durable. A failure of the work
    /// rolls back this unit alone; a failure of the store fails the whole group, with nothing of it kept.
    /// </summary>
    public async Task<T> WriteAsync<T>(Func<WriteUnit, T> work, CancellationToken cancellationToken)
    {
        var pending = new PendingWrite<T>(work, cancellationToken);
        try
        {
            await _queue.Writer.WriteAsync(pending, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw StorageFailures.Stopped();
        }

        return await pending.Task.ConfigureAwait(false);
    }

    public Task WriteAsync(Action<WriteUnit> work, CancellationToken cancellationToken) => WriteAsync(
        unit =>
        {
            work(unit);
            return true;
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
        _group.Dispose();
    }

    private async Task RunAsync()
    {
        var batch = new List<PendingWrite>(MaxGroup);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < MaxGroup && _queue.Reader.TryRead(out var pending))
            {
                batch.Add(pending);
            }

            _group.Commit(batch);
            batch.Clear();
        }
    }
}
