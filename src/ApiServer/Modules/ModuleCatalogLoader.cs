namespace Tricorder.ApiServer.Modules;

/// <summary>Fills the catalog before the server serves, and after the store is open.</summary>
internal sealed class ModuleCatalogLoader(ModuleStore store, ModuleCatalog catalog, ILogger<ModuleCatalogLoader> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var modules = await store.LoadAllAsync(cancellationToken);
        foreach (var module in modules)
        {
            catalog.Apply(module);
        }

        logger.CatalogLoaded(modules.Count);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
