namespace Tricorder.ApiServer.Deployments.Statistics;

/// <summary>What agents have reported of a module since the server started.</summary>
/// <param name="ModuleId">The module; empty for all those that have no total of their own.</param>
/// <param name="ModuleName">Its name.</param>
/// <param name="Events">Events that its eBPF program emitted.</param>
/// <param name="LostEvents">Those that were lost before they came to the WASM function.</param>
/// <param name="Rows">Rows written.</param>
/// <param name="Errors">Errors of the WASM function and of inserts.</param>
internal sealed record ModuleTotal(string ModuleId, string ModuleName, long Events, long LostEvents, long Rows, long Errors);
