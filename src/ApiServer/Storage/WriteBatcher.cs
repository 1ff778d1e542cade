using System.Collections.Concurrent;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage;

/// <summary>
/// Stores small writes of many callers together: one unit takes all that wait when its turn comes, so the busier the store, the larger the
/// batches. Each caller has few of them under way, which bounds what waits here. Where one breaks the unit, each has a unit of its own
/// then, so that it fails alone.
/// </summary>
/// <param name="writer">The writer.</param>
/// <param name="store">
/// Stores a batch, and publishes what follows from each item. It may refuse single items, before it writes anything for them. It may be
/// called again for an item, when nothing of the first time was kept.
/// </param>
/// <param name="outage">Is told how it goes.</param>
internal sealed class WriteBatcher<T>(StoreWriter writer, Action<WriteUnit, IReadOnlyList<BatchItem<T>>> store, Outage outage)
{
    /// <summary>More than that have a unit of their own, and a turn in between for others.</summary>
    public const int MaxBatch = 512;

    private readonly ConcurrentQueue<BatchItem<T>> _waiting = new();
    private int _isScheduled;

    public int QueueDepth => _waiting.Count;

    /// <summary>Completes when the item is durable and has taken effect. Cancelling takes it back until its batch has its turn.</summary>
    public Task AddAsync(T value, CancellationToken cancellationToken)
    {
        var item = new BatchItem<T>(value, cancellationToken);
        _waiting.Enqueue(item);
        Schedule();
        return item.Task;
    }

    private void Schedule()
    {
        if (Interlocked.Exchange(ref _isScheduled, 1) == 0)
        {
            _ = StoreAsync();
        }
    }

    private async Task StoreAsync()
    {
        List<BatchItem<T>> batch = [];
        try
        {
            await writer.WriteAsync(unit => Store(unit, batch), CancellationToken.None);
            outage.Over();
            batch.ForEach(item => item.Complete());
        }
        catch (Exception e) when (batch.Count > 1 && e is not DomainException)
        {
            // Not the store's refusal, which is everybody's, but of one of them.
            await Task.WhenAll(batch.ConvertAll(StoreAloneAsync));
        }
        catch (Exception e)
        {
            if (batch.Count == 0)
            {
                // The unit had no turn; without it the others would wait for ever.
                TakeAll(batch);
            }

            outage.Failed(e);
            batch.ForEach(item => item.Fail(e));
        }
    }

    private async Task StoreAloneAsync(BatchItem<T> item)
    {
        try
        {
            item.Refuse(null);
            await writer.WriteAsync(unit => store(unit, [item]), CancellationToken.None);
            outage.Over();
            item.Complete();
        }
        catch (Exception e)
        {
            outage.Failed(e);
            item.Fail(e);
        }
    }

    private void Store(WriteUnit unit, List<BatchItem<T>> batch)
    {
        while (batch.Count < MaxBatch && _waiting.TryDequeue(out var item))
        {
            if (!item.TryCancel())
            {
                batch.Add(item);
            }
        }

        // From here on what comes has the next unit, which may be committed while this one takes effect.
        Volatile.Write(ref _isScheduled, 0);
        if (!_waiting.IsEmpty)
        {
            Schedule();
        }

        if (batch.Count > 0)
        {
            store(unit, batch);
        }
    }

    private void TakeAll(List<BatchItem<T>> batch)
    {
        Volatile.Write(ref _isScheduled, 0);
        while (_waiting.TryDequeue(out var item))
        {
            batch.Add(item);
        }
    }
}

/// <summary>One write of a batch, and the caller that waits for it.</summary>
internal sealed class BatchItem<T>(T value, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _refusal;

    public T Value { get; } = value;

    public bool IsRefused => _refusal is not null;

    internal Task Task => _done.Task;

    /// <summary>This item alone fails; the others of its batch do not. Null takes that back.</summary>
    public void Refuse(Exception? why) => _refusal = why;

    /// <summary>True when its caller does not wait any more.</summary>
    internal bool TryCancel() => cancellationToken.IsCancellationRequested && _done.TrySetCanceled(cancellationToken);

    internal void Complete()
    {
        if (_refusal is null)
        {
            _done.TrySetResult();
        }
        else
        {
            _done.TrySetException(_refusal);
        }
    }

    internal void Fail(Exception failure) => _done.TrySetException(_refusal ?? failure);
}
