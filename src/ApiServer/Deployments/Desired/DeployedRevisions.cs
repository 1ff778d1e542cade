using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Deployments.Desired;

/// <summary>Revisions that are wanted, or that agents are still told while a newer one is not ready, are kept.</summary>
internal sealed class DeployedRevisions(DeploymentStore store) : IRevisionsInUse
{
    public IReadOnlyCollection<int> InUse(WriteUnit unit, string moduleId) =>
        store.Find(unit, moduleId) is { } desired ? [desired.Revision, desired.AgentsRevision] : [];
}
