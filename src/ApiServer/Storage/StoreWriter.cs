using System.Runtime.InteropServices;
using System.Threading.Channels;
using Tricorder.ApiServer.Changes;

namespace Tricorder.ApiServer.Storage;

/// <summary>
/// The one writer. Callers queue units of work; whatever is queued when the writer gets to it is committed as one group, so a
/// thousand small writes cost one fsync. A caller's task completes after COMMIT, once memory has followed.
/// </summary>
internal sealed class StoreWriter : IAsyncDisposable
{
    /// <summary>Callers beyond this wait for room.</summary>
    public const int QueueCapacity = 4096;

    private const int MaxGroup = 1024;

    private readonly Channel<PendingWrite> _queue = Channel.CreateBounded<PendingWrite>(
        new BoundedChannelOptions(QueueCapacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly ICommitGroup _group;
    private readonly EffectApplier _effects;
    private readonly ILogger<StoreWriter> _logger;
    private readonly Task _loop;

    public StoreWriter(ICommitGroup group, LiveState live, ILogger<StoreWriter> logger)
    {
        _group = group;
        _logger = logger;
        _effects = new EffectApplier(live, GiveUp);

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
        _effects.Dispose();
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
        LiveState.ForbidHere();
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

        LiveState.AllowHere();
    }

    private void Commit(List<PendingWrite> batch)
    {
        ReadOnlySpan<PendingWrite> waiting = CollectionsMarshal.AsSpan(batch);
        try
        {
            while (!waiting.IsEmpty)
            {
                var done = _group.Commit(waiting, out var lost);
                _effects.Apply(waiting[..done].ToArray(), lost);
                waiting = waiting[done..];
            }
        }
        catch (Exception e)
        {
            // Nobody may be left waiting for a writer that is not there.
            _logger.WriterFailed(e);
            _group.GiveUp(e);
            foreach (var pending in waiting)
            {
                pending.Failure ??= e;
                pending.Complete();
            }
        }
    }

    /// <summary>
    /// What is stored and what is in memory now differ. Only a restart makes them one again; until then nothing is written.
    /// </summary>
    private void GiveUp(Exception cause)
    {
        _logger.AfterCommitFailed(cause);
        _group.GiveUp(cause);
    }
}
