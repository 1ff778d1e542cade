using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Modules;

/// <summary>Fills the catalog before the server serves, and after the store is open.</summary>
internal sealed class ModuleCatalogLoader(ModuleStore store, ModuleCatalog catalog, ILogger<ModuleCatalogLoader> logger) : IPhaseStep
{
    public ProcessPhase Phase => ProcessPhase.Lead;

    public Task BeginAsync(CancellationToken cancellationToken)
    {
        var modules = store.LoadAll();
        foreach (var module in modules)
        {
            catalog.Apply(module);
        }

        logger.CatalogLoaded(modules.Count);
        return Task.CompletedTask;
    }
}
