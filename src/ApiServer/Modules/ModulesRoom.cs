using Microsoft.Extensions.DependencyInjection.Extensions;
using Tricorder.ApiServer.Modules.Preview;
using Tricorder.ApiServer.Modules.Validation;
using Tricorder.ApiServer.Modules.Writing;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Modules;

internal static class ModulesRoom
{
    public static IServiceCollection AddModules(this IServiceCollection services)
    {
        services.TryAddSingleton<ModuleStore>();
        services.TryAddSingleton<ModuleCatalog>();
        services.TryAddSingleton<WasmBuild>();
        services.TryAddSingleton<ModuleValidator>();
        services.TryAddSingleton<ModuleManager>();
        services.TryAddSingleton<ModuleQueries>();
        services.TryAddSingleton<ModulePreview>();
        services.AddPhaseStep<ModuleCatalogLoader>();
        return services;
    }
}
