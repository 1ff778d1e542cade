namespace Tricorder.ApiServer.Storage;

/// <summary>A queued unit of work and the caller that waits for it.</summary>
internal abstract class PendingWrite
{
    public Exception? Failure { get; set; }

    public WriteUnit? Unit { get; set; }

    /// <summary>The caller gave up before its turn: nothing of it is run.</summary>
    public abstract bool Abandoned { get; }

    public abstract void Execute(WriteUnit unit);

    /// <summary>Wakes the caller, with the result or with <see cref="Failure"/>.</summary>
    public abstract void Complete();
}

/// <inheritdoc />
internal sealed class PendingWrite<T>(Func<WriteUnit, T> work, CancellationToken cancellationToken) : PendingWrite
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Task => _done.Task;

    public override bool Abandoned => cancellationToken.IsCancellationRequested;

    public override void Execute(WriteUnit unit) => _result = work(unit);

    public override void Complete()
    {
        if (Failure is OperationCanceledException)
        {
            _done.TrySetCanceled(cancellationToken);
        }
        else if (Failure is not null)
        {
            _done.TrySetException(Failure);
        }
        else
        {
            _done.TrySetResult(_result);
        }
    }
}
