namespace Tricorder.ApiServer.Deployments.Statistics;

/// <summary>What agents report of a module, summed over those that are online.</summary>
/// <param name="ModuleId">The module.</param>
/// <param name="Agents">How many report on it.</param>
/// <param name="Events">Events that its eBPF program emitted.</param>
/// <param name="LostEvents">Those that were lost before they came to the WASM function.</param>
/// <param name="RowsWritten">Rows written.</param>
/// <param name="Errors">Errors of the WASM function and of inserts.</param>
/// <param name="CpuTime">CPU time used.</param>
/// <param name="MemoryBytes">Memory in use.</param>
/// <param name="LastRowTime">When the newest row came, as far as anybody knows.</param>
/// <param name="RowsPerMinute">Rows written in each of the last full minutes, oldest first.</param>
internal sealed record ModuleStatistics(
    string ModuleId, int Agents, long Events, long LostEvents, long RowsWritten, long Errors, TimeSpan CpuTime, long MemoryBytes,
    DateTimeOffset? LastRowTime, IReadOnlyList<long> RowsPerMinute);
