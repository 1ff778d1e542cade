using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.AgentSimulator.Modules;

/// <summary>What a module did since it was loaded.</summary>
internal readonly record struct UsageReading(
    long Events, long LostEvents, long RowsWritten, long Errors, string LastError, ModuleErrorKind LastErrorKind, TimeSpan CpuTime,
    long MemoryBytes);
