namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>
/// What has come while the batch before is handed over: one batch, which is full at a number of objects or of bytes. Who adds waits then,
/// and Kubernetes with him. One adds, one takes.
/// </summary>
internal sealed class PendingChanges : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _hasSome = new(0, 1);
    private readonly SemaphoreSlim _hasRoom = new(0, 1);
    private ChangeBatch _batch = new();
    private bool _isComplete;
    private bool _isWoken;
    private bool _isDisposed;

    public async ValueTask AddAsync(ResourceEvent change, CancellationToken cancellationToken)
    {
        while (!TryAdd(change))
        {
            await _hasRoom.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Nothing more will be added; what there is can still be taken.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            Signal(_hasSome);
        }
    }

    /// <summary>Whoever waits for the first change gets an empty batch instead.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _isWoken = true;
                Signal(_hasSome);
            }
        }
    }

    /// <summary>Takes all that there is; null when nothing more will come.</summary>
    /// <param name="whenFull">Waits until nothing more goes into the batch; otherwise until there is something.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async ValueTask<ChangeBatch?> TakeAsync(bool whenFull, CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                if (!_batch.IsEmpty && (_batch.IsFull || _isComplete || !whenFull))
                {
                    var batch = _batch;
                    _batch = new ChangeBatch();
                    Signal(_hasRoom);
                    return batch;
                }

                if (_isComplete)
                {
                    return null;
                }

                if (_isWoken && !whenFull)
                {
                    _isWoken = false;
                    return new ChangeBatch();
                }
            }

            await _hasSome.WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _hasSome.Dispose();
            _hasRoom.Dispose();
        }
    }

    private bool TryAdd(ResourceEvent change)
    {
        lock (_gate)
        {
            if (_batch.IsFull)
            {
                return false;
            }

            _batch.Add(change);
            Signal(_hasSome);
            return true;
        }
    }

    /// <summary>Under the gate, so it is never released twice.</summary>
    private static void Signal(SemaphoreSlim semaphore)
    {
        if (semaphore.CurrentCount == 0)
        {
            semaphore.Release();
        }
    }
}
