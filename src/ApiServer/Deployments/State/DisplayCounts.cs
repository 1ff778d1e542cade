namespace Tricorder.ApiServer.Deployments.State;

/// <summary>Instances by what is shown of them. TERMINATED agents are not counted.</summary>
internal readonly record struct DisplayCounts(
    int Offline, int Cordoned, int Unsupported, int Held, int Failed, int Updating, int Pending, int Running, int Stopped)
{
    /// <summary>Length of a list of counts that is indexed by <see cref="DisplayState"/>.</summary>
    public const int Length = (int)DisplayState.Stopped + 1;

    public int Total => Offline + Cordoned + Unsupported + Held + Failed + Updating + Pending + Running + Stopped;

    public static DisplayCounts operator +(DisplayCounts one, DisplayCounts other) => new(
        one.Offline + other.Offline,
        one.Cordoned + other.Cordoned,
        one.Unsupported + other.Unsupported,
        one.Held + other.Held,
        one.Failed + other.Failed,
        one.Updating + other.Updating,
        one.Pending + other.Pending,
        one.Running + other.Running,
        one.Stopped + other.Stopped);

    /// <summary>Each state with its count, in the order of the states.</summary>
    public IEnumerable<(DisplayState State, int Count)> ByState() =>
    [
        (DisplayState.Offline, Offline),
        (DisplayState.Cordoned, Cordoned),
        (DisplayState.Unsupported, Unsupported),
        (DisplayState.Held, Held),
        (DisplayState.Failed, Failed),
        (DisplayState.Updating, Updating),
        (DisplayState.Pending, Pending),
        (DisplayState.Running, Running),
        (DisplayState.Stopped, Stopped),
    ];

    /// <param name="counts">Indexed by <see cref="DisplayState"/>.</param>
    public static DisplayCounts Of(ReadOnlySpan<int> counts) => new(
        counts[(int)DisplayState.Offline],
        counts[(int)DisplayState.Cordoned],
        counts[(int)DisplayState.Unsupported],
        counts[(int)DisplayState.Held],
        counts[(int)DisplayState.Failed],
        counts[(int)DisplayState.Updating],
        counts[(int)DisplayState.Pending],
        counts[(int)DisplayState.Running],
        counts[(int)DisplayState.Stopped]);
}
