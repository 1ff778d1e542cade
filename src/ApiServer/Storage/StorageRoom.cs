using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Reconciling;
using Tricorder.ApiServer.Storage.Idempotency;
using Tricorder.ApiServer.Storage.Maintenance;
using Tricorder.ApiServer.Storage.Sqlite;

namespace Tricorder.ApiServer.Storage;

internal static class StorageRoom
{
    /// <summary>
    /// The store opens when the first service that needs it is made, which is before the host starts anything. The container closes
    /// it: services are disposed in reverse order of creation, after all hosted services have stopped, so the writer outlives
    /// everything that writes and the lock outlives the writer.
    /// </summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddChanges();
        services.TryAddSingleton<StorageMetrics>();
        services.TryAddSingleton<StoreHealth>();
        services.AddSqliteEngine();
        services.TryAddSingleton(OpenWriter);
        services.TryAddSingleton<RequestLog>();
        services.AddLoop<StorageMaintenance>();
        services.AddPhaseTask<StoppedStore>();
        services.AddHealthChecks().AddCheck<StoreHealthCheck>(StoreHealthCheck.Name);
        return services;
    }

    private static StoreWriter OpenWriter(IServiceProvider provider)
    {
        var writer = ActivatorUtilities.CreateInstance<StoreWriter>(provider);
        provider.GetRequiredService<StorageMetrics>().ObserveQueue(() => writer.QueueDepth);
        return writer;
    }
}
