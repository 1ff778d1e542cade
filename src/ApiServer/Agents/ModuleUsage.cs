namespace Tricorder.ApiServer.Agents;

/// <summary>What a module did on an agent since it was loaded.</summary>
internal sealed record ModuleUsage(
    string ModuleId,
    long Events,
    long LostEvents,
    long RowsWritten,
    long Errors,
    string LastError,
    TimeSpan CpuTime,
    long MemoryBytes);
