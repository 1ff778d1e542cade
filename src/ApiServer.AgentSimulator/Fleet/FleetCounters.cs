using Tricorder.ApiServer.AgentSimulator.Wire;

namespace Tricorder.ApiServer.AgentSimulator.Fleet;

/// <summary>What happened in a fleet so far.</summary>
internal sealed class FleetCounters
{
    private long _connects;
    private long _lost;
    private long _unreachable;
    private long _superseded;
    private long _updates;
    private long _succeeded;
    private long _failed;
    private long _traps;
    private long _restarts;
    private long _crashes;
    private long _heartbeats;
    private long _containers;
    private StreamEnd? _lastProblem;

    /// <summary>Streams that were up: welcomed, or on the legacy wire opened.</summary>
    public long Connects => Volatile.Read(ref _connects);

    /// <summary>Streams that ended, however.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Attempts that found no server.</summary>
    public long Unreachable => Volatile.Read(ref _unreachable);

    public long Superseded => Volatile.Read(ref _superseded);

    /// <summary>Orders received.</summary>
    public long Updates => Volatile.Read(ref _updates);

    public long Succeeded => Volatile.Read(ref _succeeded);

    public long Failed => Volatile.Read(ref _failed);

    /// <summary>Modules that failed after they ran.</summary>
    public long Traps => Volatile.Read(ref _traps);

    /// <summary>Processes started after the first one of an agent.</summary>
    public long Restarts => Volatile.Read(ref _restarts);

    public long Crashes => Volatile.Read(ref _crashes);

    public long Heartbeats => Volatile.Read(ref _heartbeats);

    public long Containers => Volatile.Read(ref _containers);

    /// <summary>The last end of a stream that was not asked for.</summary>
    public StreamEnd? LastProblem => Volatile.Read(ref _lastProblem);

    public void Connected() => Interlocked.Increment(ref _connects);

    public void StreamEnded(StreamEnd end)
    {
        Interlocked.Increment(ref end.Kind == StreamEndKind.Unreachable ? ref _unreachable : ref _lost);
        if (end.Kind == StreamEndKind.Superseded)
        {
            Interlocked.Increment(ref _superseded);
        }

        if (end.Kind is not (StreamEndKind.Ended or StreamEndKind.Drained))
        {
            Volatile.Write(ref _lastProblem, end);
        }
    }

    public void Ordered() => Interlocked.Increment(ref _updates);

    public void Answered(bool succeeded, bool failed)
    {
        if (succeeded)
        {
            Interlocked.Increment(ref _succeeded);
        }

        if (failed)
        {
            Interlocked.Increment(ref _failed);
        }
    }

    public void Trapped() => Interlocked.Increment(ref _traps);

    public void Restarted() => Interlocked.Increment(ref _restarts);

    public void Crashed() => Interlocked.Increment(ref _crashes);

    public void Beaten() => Interlocked.Increment(ref _heartbeats);

    public void ContainerSeen() => Interlocked.Increment(ref _containers);
}
