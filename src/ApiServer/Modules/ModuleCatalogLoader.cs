using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Modules;

/// <summary>Fills the catalog before the server serves, and after the store is open.</summary>
internal sealed class ModuleCatalogLoader(ModuleStore store, ModuleCatalog catalog, ILogger<ModuleCatalogLoader> logger) : IPhaseStep
{
    public ProcessPhase Phase => ProcessPhase.Lead;

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        var modules = await store.LoadAllAsync(cancellationToken);
        foreach (var module in modules)
        {
            catalog.Apply(module);
        }

        logger.CatalogLoaded(modules.Count);
    }
}
