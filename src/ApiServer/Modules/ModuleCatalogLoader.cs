namespace Tricorder.ApiServer.Modules;

/// <summary>Fills the catalog before the server serves, and after the store is open.</summary>
internal sealed class ModuleCatalogLoader(ModuleStore store, ModuleCatalog catalog, ILogger<ModuleCatalogLoader> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var modules = store.LoadAll();
        foreach (var module in modules)
        {
            catalog.Apply(module);
        }

        logger.CatalogLoaded(modules.Count);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
