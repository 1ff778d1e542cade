namespace Tricorder.ApiServer.AgentSimulator.Scheduling;

/// <summary>Something that runs later, once; disposing it first means that it does not.</summary>
internal sealed class ScheduledCall(Action action) : IDisposable
{
    private Action? _action = action;

    public bool IsCancelled => Volatile.Read(ref _action) is null;

    public void Run() => Interlocked.Exchange(ref _action, null)?.Invoke();

    // The entry stays queued until it is due; letting go of the action here frees what it refers to.
    public void Dispose() => Volatile.Write(ref _action, null);
}
