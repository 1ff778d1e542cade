using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>A revision waits for its table; a module that was deleted with its data is remembered until the tables are gone.</summary>
internal sealed class TablePrerequisites(ModuleStore modules, DeploymentStore deployments, SchemaStore schema) : IDeploymentPrerequisites
{
    public bool IsReady(WriteUnit unit, string moduleId, int revision) => modules.TableOf(unit, moduleId, revision) is { Length: > 0 };

    public bool HoldsTombstone(WriteUnit unit, string moduleId) =>
        deployments.Find(unit, moduleId) is { Deleted: true, DropData: true } && schema.HasTables(unit, moduleId);
}
