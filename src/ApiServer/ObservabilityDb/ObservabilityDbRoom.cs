using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Deployments.Conditions;
using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.Statistics;
using Tricorder.ApiServer.ObservabilityDb.Connections;
using Tricorder.ApiServer.ObservabilityDb.Promscale;
using Tricorder.ApiServer.ObservabilityDb.Tables;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.ObservabilityDb;

internal static class ObservabilityDbRoom
{
    public static IServiceCollection AddObservabilityDb(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ObservabilityDbOptions>().Bind(configuration.GetSection(ObservabilityDbOptions.Section)).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<ObservabilityDbOptions>, ObservabilityDbOptionsValidator>();
        services.TryAddSingleton<DatabaseHealth>();
        services.TryAddSingleton<PromscaleHealth>();
        services.TryAddSingleton<TableAccess>();
        services.AddCondition(TableReconciler.TableReady, IsOn(configuration));
        services.AddCondition(DataFlow.Type, IsOn(configuration));
        if (!IsOn(configuration))
        {
            return services;
        }

        services.TryAddSingleton<ObservabilityDatabase>();
        services.TryAddSingleton<SchemaStore>();
        services.TryAddSingleton<TableStore>();
        services.TryAddSingleton<TimescaleStore>();
        services.TryAddSingleton<TimescaleJobs>();
        services.TryAddSingleton<AdoptionRefusals>();
        services.TryAddSingleton<TableViews>();
        services.TryAddSingleton<TableMaker>();
        services.TryAddSingleton<TableProblems>();
        services.TryAddSingleton<RoleStore>();
        services.TryAddSingleton<DesiredTables>();
        services.TryAddSingleton<SizeStore>();
        services.TryAddSingleton<RowStore>();
        services.TryAddSingleton<RetentionStore>();
        services.TryAddSingleton<Retentions>();
        services.TryAddSingleton<TableManager>();
        services.AddLoop<TableReconciler>();
        services.AddLoop<RetentionSweeper>();
        services.AddLoop<RowArrivals>();
        services.AddSingleton<IFleetReader, DataFlow>();
        services.TryAddSingleton<PromscaleStore>();
        services.AddLoop<PromscaleWatcher>();

        // In place of what is done without a database.
        services.AddSingleton<TableAccess, ConfiguredTables>();
        services.AddSingleton<IDeploymentPrerequisites, TablePrerequisites>();
        services.AddSingleton<IRowArrivals>(provider => provider.GetRequiredService<RowArrivals>());
        return services;
    }

    /// <summary>Adds what another room does where there is an observability database.</summary>
    public static IServiceCollection AddWhereDatabase(
        this IServiceCollection services, IConfiguration configuration, Action<IServiceCollection> add,
        Action<IServiceCollection>? otherwise = null)
    {
        (IsOn(configuration) ? add : otherwise)?.Invoke(services);
        return services;
    }

    /// <summary>Whether there is one.</summary>
    private static bool IsOn(IConfiguration configuration)
    {
        var section = configuration.GetSection(ObservabilityDbOptions.Section);
        return section[nameof(ObservabilityDbOptions.ConnectionString)] is { Length: > 0 }
            || section[nameof(ObservabilityDbOptions.ConnectionStringFile)] is { Length: > 0 };
    }
}
