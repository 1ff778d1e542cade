using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Tricorder.ApiServer.Storage;

/// <summary>
/// The one writer. Callers queue units of work; whatever is queued when the writer gets to it is committed as one group, so a
/// thousand small writes cost one fsync. A caller's task completes only after COMMIT.
/// </summary>
internal sealed class StoreWriter : IAsyncDisposable
{
    /// <summary>Callers beyond this wait for room.</summary>
    public const int QueueCapacity = 4096;

    private const int MaxGroup = 1024;

    private readonly Channel<PendingWrite> _queue = Channel.CreateBounded<PendingWrite>(
        new BoundedChannelOptions(QueueCapacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly ICommitGroup _group;
    private readonly ILogger<StoreWriter> _logger;
    private readonly Task _loop;

    public StoreWriter(ICommitGroup group, ILogger<StoreWriter> logger)
    {
        _group = group;
        _logger = logger;

        // A thread of its own: waiting for the disk on a pool thread would take one of few from everybody else.
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public int QueueDepth => _queue.Reader.Count;

    /// <summary>
    /// Runs <paramref name="work"/> in the writer's transaction and returns its result once that is durable. A failure of the work
    /// rolls back this unit alone; a failure of the store fails the whole group, with nothing of it kept. Cancelling takes the unit
    /// back until it has its turn; after that the outcome is waited for.
    /// </summary>
    public Task<T> WriteAsync<T>(Func<WriteUnit, T> work, CancellationToken cancellationToken)
    {
        var pending = new PendingWrite<T>(work, cancellationToken);
        return _queue.Writer.TryWrite(pending) ? pending.Task : QueueAsync(pending, cancellationToken);
    }

    public Task WriteAsync(Action<WriteUnit> work, CancellationToken cancellationToken) => WriteAsync(
        unit =>
        {
            work(unit);
            return true;
        },
        cancellationToken);

    /// <summary>Takes no more work, finishes what is queued and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        _group.Dispose();
    }

    private async Task<T> QueueAsync<T>(PendingWrite<T> pending, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(pending, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw StorageFailures.Stopped();
        }

        return await pending.Task;
    }

    private void Run()
    {
        var batch = new List<PendingWrite>(MaxGroup);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (batch.Count < MaxGroup && _queue.Reader.TryRead(out var pending))
            {
                batch.Add(pending);
            }

            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<PendingWrite> batch)
    {
        ReadOnlySpan<PendingWrite> waiting = CollectionsMarshal.AsSpan(batch);
        try
        {
            while (!waiting.IsEmpty)
            {
                waiting = waiting[_group.Commit(waiting)..];
            }
        }
        catch (Exception e)
        {
            // Nobody may be left waiting for a writer that is not there.
            _logger.WriterFailed(e);
            _group.GiveUp(e);
            foreach (var pending in batch)
            {
                pending.Failure ??= e;
                pending.Complete();
            }
        }
    }
}
