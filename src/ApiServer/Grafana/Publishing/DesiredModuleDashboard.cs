using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.ObservabilityDb.Tables;

namespace Tricorder.ApiServer.Grafana.Publishing;

/// <summary>A deployed module with its tables, as far as its dashboard shows them.</summary>
/// <param name="Module">The module.</param>
/// <param name="Revision">The revision that is deployed.</param>
/// <param name="Generation">The deployment.</param>
/// <param name="Family">Its tables, oldest first.</param>
internal sealed record DesiredModuleDashboard(Module Module, int Revision, long Generation, IReadOnlyList<ModuleTable> Family)
{
    /// <summary>Changes with whatever its dashboard depends on.</summary>
    public string Signature =>
        $"{Generation} {Module.UpdateCount} {string.Join(' ', Family.Select(table => $"{table.Name}/{table.Version}"))}";
}
