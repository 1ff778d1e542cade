namespace Tricorder.ApiServer.Deployments.State;

/// <summary>
/// One module on one agent, in memory. Its state is always about <see cref="Generation"/>; what the agent was last told, which is what its
/// answers are about, is kept apart. Part of live state.
/// </summary>
internal sealed class Instance(FleetAgent agent, string moduleId)
{
    /// <summary>Stored and compared as the revision of an agent that was told something and has not answered.</summary>
    public const int UnknownRevision = -1;

    private long _givenAt; // One word: a session writes it in its turn, without the lock.

    public FleetAgent Agent { get; } = agent;

    public string ModuleId { get; } = moduleId;

    /// <summary>What it was last known to run: a revision, 0 = nothing, or <see cref="UnknownRevision"/>.</summary>
    public int Observed { get; set; }

    /// <summary>It was told something and has not answered: it may run the one or the other.</summary>
    public bool IsInDoubt { get; set; }

    /// <summary>What it surely runs.</summary>
    public int Known => IsInDoubt ? UnknownRevision : Observed;

    public long Generation { get; set; }

    public InstanceState State { get; set; } = InstanceState.Pending;

    public string Message { get; set; } = "";

    /// <summary>Updates sent for this generation.</summary>
    public int Attempt { get; set; }

    public DateTimeOffset UpdateTime { get; set; }

    /// <summary>Not sent again before this; null = no waiting.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    /// <summary>A failure that trying again cannot mend.</summary>
    public bool IsFinal { get; set; }

    public LastUpdate Told { get; set; }

    /// <summary>When the transport took the last update of this session.</summary>
    public DateTimeOffset? GivenAt
    {
        get => Volatile.Read(ref _givenAt) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        set => Volatile.Write(ref _givenAt, value?.UtcTicks ?? 0);
    }

    /// <summary>It waits among its agent's stops.</summary>
    public bool IsStopQueued { get; set; }

    /// <summary>It waits among its agent's starts.</summary>
    public bool IsStartQueued { get; set; }

    /// <summary>What it is counted as; null = not counted (its agent is not ONLINE, or nobody knows its module).</summary>
    public InstanceFacts? CountedAs { get; set; }

    public InstanceFacts Facts => new(
        Agent.IsOnline, Agent.IsCordoned, State, IsFinal,
        IsInDoubt && State == InstanceState.Pending && Told.Generation == Generation, Known);

    /// <summary>What is shown of it; null until that was asked first.</summary>
    public DisplayState? Shown { get; private set; }

    /// <summary>What was shown of it before its agent was lost; null where it came up while the agent was away.</summary>
    public DisplayState? LastKnown { get; set; }

    /// <summary>What the store has as shown last; null = nothing, or it is not known.</summary>
    public DisplayState? StoredShown { get; set; }

    /// <summary>Stored as shown last by the end of its agent's session, which has not taken effect yet.</summary>
    public DisplayState? EndsAs { get; set; }

    /// <summary>What is to be kept as shown last, were its agent lost now.</summary>
    public DisplayState? ShownLast => Shown is null or DisplayState.Offline ? LastKnown : Shown;

    /// <summary>Shows it so from now on; false = it was shown so before.</summary>
    public bool Show(DisplayState state)
    {
        if (state == Shown)
        {
            return false;
        }

        if (state == DisplayState.Offline)
        {
            (LastKnown, EndsAs) = (EndsAs ?? ShownLast, null);
        }

        Shown = state;
        return true;
    }
}
