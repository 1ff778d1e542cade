using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Deployments.State;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>
/// What should be there, read from live state: a table for each deployed module, nothing for those deleted with their data.
/// </summary>
internal sealed class DesiredTables(FleetState board, LiveState live)
{
    public IReadOnlyList<DesiredTable> Deployed() => live.Read<IReadOnlyList<DesiredTable>>(() =>
    [
        .. board.Deployed.Select(module => module.Desired)
            .Select(desired => new DesiredTable(desired.ModuleId, desired.Revision, desired.Generation)),
    ]);

    /// <summary>Deleted with their data, and no agent that is there runs them any more.</summary>
    public IReadOnlyList<string> ToDrop() => live.Read<IReadOnlyList<string>>(() =>
    [
        .. board.Modules.Values.Select(module => module.Desired)
            .Where(desired => desired is { Deleted: true, DropData: true })
            .Select(desired => desired.ModuleId)
            .Where(id => !board.Index.Of(id).Any(instance => instance.Agent.IsOnline && instance.Known != 0)),
    ]);
}

internal readonly record struct DesiredTable(string ModuleId, int Revision, long Generation);
