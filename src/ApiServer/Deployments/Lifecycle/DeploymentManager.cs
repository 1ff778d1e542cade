using Tricorder.ApiServer.Deployments.Delivery;
using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Deployments.Lifecycle;

/// <summary>
/// Changes what should run. Each change is one small row and a generation, however many agents there are; live state
/// follows after the commit, and the agents after it.
/// </summary>
internal sealed class DeploymentManager(
    DeploymentStore store,
    ModuleStore modules,
    ModuleCatalog catalog,
    LossStore losses,
    CrashLoopGuard brake,
    FleetState board,
    ContentCache contents,
    IDeploymentPrerequisites needs,
    EventStore events,
    StoreWriter writer,
    TimeProvider clock)
{
    /// <summary>Most modules in one batch that names them.</summary>
    public const int MaxBatch = 500;

    /// <summary>Runs a revision on all agents; 0 = the newest, an older one is a rollback.</summary>
    public DesiredModule Deploy(WriteUnit unit, string moduleId, int revision, Origin origin)
    {
        var module = modules.Find(unit, moduleId) ?? throw new NotFoundException("module", moduleId);
        var wanted = revision == 0 ? module.Revision : revision;
        if (!modules.RevisionExists(unit, moduleId, wanted))
        {
            throw new NotFoundException("revision", $"{moduleId}/{wanted}", $"Module '{module.Name}' has no revision {wanted} (any more).");
        }

        losses.Delete(unit, moduleId);
        unit.Publish(() => brake.Forget(moduleId));
        var before = store.Find(unit, moduleId);
        var isRollback = before is { Target: DeploymentTarget.Deployed } && wanted < before.Revision;
        var desired = Withheld(unit, Next(unit, module, wanted, DeploymentTarget.Deployed), before);
        var (kind, what) = isRollback
            ? (EventKinds.RollbackRequested, $"is rolled back from revision {before!.Revision} to {wanted}")
            : (EventKinds.DeployRequested, $"is deployed at revision {wanted}");
        return Commit(unit, desired, modules.SetLifecycle(unit, moduleId, ModuleLifecycle.Deployed), DeploymentEvents.Requested(
            before, desired, kind, origin, what));
    }

    /// <summary>Stops a module on all agents.</summary>
    public DesiredModule Undeploy(WriteUnit unit, string moduleId, Origin origin)
    {
        var module = modules.Find(unit, moduleId) ?? throw new NotFoundException("module", moduleId);
        var before = store.Find(unit, moduleId);
        var desired = Next(unit, module, before?.Revision ?? module.Revision, DeploymentTarget.Undeployed);
        return Commit(
            unit,
            desired,
            modules.SetLifecycle(unit, moduleId, ModuleLifecycle.Undeployed),
            DeploymentEvents.Requested(before, desired, EventKinds.UndeployRequested, origin, "is undeployed"));
    }

    /// <summary>Removes a module that is not deployed. Agents that still run it are told to stop by its tombstone.</summary>
    public void DeleteModule(WriteUnit unit, string moduleId, string etag, bool dropData, Origin origin)
    {
        var module = modules.Find(unit, moduleId) ?? throw new NotFoundException("module", moduleId);
        if (etag.Length > 0 && etag != module.Etag)
        {
            throw new AbortedException(
                "ETAG_MISMATCH", $"Module '{module.Name}' was changed meanwhile (its etag is '{module.Etag}'); read it again.");
        }

        if (module.Lifecycle == ModuleLifecycle.Deployed)
        {
            throw new FailedPreconditionException(
                "MODULE_DEPLOYED", "module/" + moduleId, $"Module '{module.Name}' is deployed; undeploy it first.");
        }

        modules.Delete(unit, moduleId);
        losses.Delete(unit, moduleId);
        var before = store.Find(unit, moduleId);
        var tombstone = Next(unit, module, before?.Revision ?? module.Revision, DeploymentTarget.Undeployed) with
        {
            Deleted = true,
            DropData = dropData,
        };
        store.Put(unit, tombstone);
        events.Append(unit, DeploymentEvents.Requested(
            before, tombstone, EventKinds.ModuleDeleted, origin, dropData ? "is deleted with its data" : "is deleted"));
        unit.Publish(() =>
        {
            brake.Forget(moduleId);
            contents.Forget(moduleId);
            catalog.Remove(moduleId);
            board.Apply(tombstone);
        });
    }

    /// <summary>
    /// Deploys or undeploys several modules; each stands or fails alone. No ids = every module, and to stop, every one that is deployed.
    /// </summary>
    public IReadOnlyList<BatchResult> Batch(WriteUnit unit, IReadOnlyList<string> moduleIds, DeploymentTarget target, Origin origin)
    {
        // What is not deployed has nothing to stop.
        var ids = moduleIds.Count > 0 ? moduleIds
            : target == DeploymentTarget.Deployed ? modules.AllIds(unit)
            : modules.IdsIn(unit, ModuleLifecycle.Deployed);
        return [.. ids.Select(id => One(unit, id, target, origin))];
    }

    /// <summary>What a deployed revision needs is ready now: agents are told of it, unless another one is wanted meanwhile.</summary>
    /// <param name="record">Remembers, in the same transaction, that it was ready.</param>
    public Task ReleaseAsync(string moduleId, int revision, Action<WriteUnit> record, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            unit =>
            {
                record(unit);
                if (store.Find(unit, moduleId) is not { Deleted: false, Target: DeploymentTarget.Deployed, IsWithheld: true } desired
                    || desired.Revision != revision)
                {
                    return;
                }

                var released = desired with
                {
                    AgentsRevision = revision,
                    AgentsGeneration = desired.Generation,
                    UpdateTime = clock.GetUtcNow(),
                };
                store.Put(unit, released);
                unit.Publish(() => board.Apply(released));
            },
            cancellationToken);

    private BatchResult One(WriteUnit unit, string moduleId, DeploymentTarget target, Origin origin)
    {
        try
        {
            // Both check everything before they write anything, so a refusal leaves nothing half-done in the shared transaction.
            return new BatchResult(
                moduleId, target == DeploymentTarget.Deployed ? Deploy(unit, moduleId, 0, origin) : Undeploy(unit, moduleId, origin), null);
        }
        catch (DomainException e)
        {
            return new BatchResult(moduleId, null, e);
        }
    }

    private DesiredModule Commit(WriteUnit unit, DesiredModule desired, Module module, NewEvent what)
    {
        store.Put(unit, desired);
        events.Append(unit, what);
        unit.Publish(() =>
        {
            catalog.Apply(module);
            board.Apply(desired);
        });
        return desired;
    }

    /// <summary>
    /// Until what the revision needs is ready, agents keep what they were told before: the revision they run, or nothing.
    /// </summary>
    private DesiredModule Withheld(WriteUnit unit, DesiredModule desired, DesiredModule? before)
    {
        if (needs.IsReady(unit, desired.ModuleId, desired.Revision))
        {
            return desired;
        }

        return desired with
        {
            AgentsRevision = before?.RevisionForAgents ?? 0,
            AgentsGeneration = before?.AgentsGeneration ?? 0,
        };
    }

    private DesiredModule Next(WriteUnit unit, Module module, int revision, DeploymentTarget target)
    {
        var generation = GenerationCounter.Next(unit);
        var now = clock.GetUtcNow();
        return new DesiredModule
        {
            ModuleId = module.Id,
            ModuleName = module.Name,
            Target = target,
            Revision = revision,
            Generation = generation,
            AgentsRevision = revision,
            AgentsGeneration = generation,
            StartTime = now,
            UpdateTime = now,
        };
    }
}
