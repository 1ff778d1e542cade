namespace Tricorder.ApiServer.Changes;

/// <summary>
/// The lock of all live state: agents, modules, deployments and instances, in memory. What is under it follows the store: units of the
/// writer publish their changes, which are applied here after the commit, in its order. Work under the lock is short and in memory.
/// </summary>
internal sealed class LiveState
{
    [ThreadStatic]
    private static bool _isWritersThread;

    private readonly Lock _lock = new();

    /// <summary>Reads several things that must agree.</summary>
    public T Read<T>(Func<T> read)
    {
        RefuseWriter();
        lock (_lock)
        {
            return read();
        }
    }

    /// <summary>The same without a closure, for what runs for every agent.</summary>
    public TResult Read<TState, TResult>(TState state, Func<TState, TResult> read)
    {
        RefuseWriter();
        lock (_lock)
        {
            return read(state);
        }
    }

    /// <summary>Changes what is not stored, or was stored before.</summary>
    public void Change(Action change)
    {
        RefuseWriter();
        lock (_lock)
        {
            change();
        }
    }

    /// <summary>For members that expect their caller to read or change live state.</summary>
    public void AssertHeld()
    {
        if (!_lock.IsHeldByCurrentThread)
        {
            throw new InvalidOperationException("Live state is read and changed under its lock only.");
        }
    }

    /// <summary>
    /// A unit of the writer reads the store only: what it may find in live state lags behind the units before it. Call it once on the
    /// writer's thread.
    /// </summary>
    public static void ForbidHere() => _isWritersThread = true;

    /// <summary>The writer has stopped: what goes on on its thread is no unit.</summary>
    public static void AllowHere() => _isWritersThread = false;

    private static void RefuseWriter()
    {
        if (_isWritersThread)
        {
            throw new InvalidOperationException("A unit of the writer reads the store, not live state, which lags behind it.");
        }
    }
}
