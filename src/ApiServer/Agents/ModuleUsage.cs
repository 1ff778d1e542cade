namespace Tricorder.ApiServer.Agents;

/// <summary>
/// What a module did on an agent since it was loaded, as the agent says; bounded where that is read (<c>ReportedUsage</c>).
/// </summary>
internal sealed record ModuleUsage(
    string ModuleId,
    long Events,
    long LostEvents,
    long RowsWritten,
    long Errors,
    string LastError,
    TimeSpan CpuTime,
    long MemoryBytes,
    ModuleErrorKind LastErrorKind = ModuleErrorKind.None)
{
    /// <summary>No counter is above this: the sum of 20,000 such still fits.</summary>
    public const long MaxCounted = 100_000_000_000_000;

    public static readonly TimeSpan MaxCpuTime = TimeSpan.FromSeconds(1e9);
}

/// <summary>What part of a module failed while it ran, as its agent says.</summary>
internal enum ModuleErrorKind
{
    /// <summary>Not said.</summary>
    None = 0,
    Ebpf = 1,
    Wasm = 2,
    Insert = 3,
    Lost = 4,
}
