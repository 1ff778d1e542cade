using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Deployments;
using Tricorder.ApiServer.ObservabilityDb.Connections;
using Tricorder.ApiServer.ObservabilityDb.Promscale;
using Tricorder.ApiServer.ObservabilityDb.Tables;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.ObservabilityDb;

internal static class ObservabilityDbRoom
{
    /// <summary>Before the room of deployments, which takes part without it otherwise.</summary>
    public static IServiceCollection AddObservabilityDb(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ObservabilityDbOptions>().Bind(configuration.GetSection(ObservabilityDbOptions.Section)).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<ObservabilityDbOptions>, ObservabilityDbOptionsValidator>();
        services.TryAddSingleton<DatabaseHealth>();
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
        services.TryAddSingleton<WantedTables>();
        services.TryAddSingleton<IDeploymentNeeds, TableNeeds>();
        services.TryAddSingleton<SizeStore>();
        services.TryAddSingleton<RowStore>();
        services.TryAddSingleton<RetentionStore>();
        services.TryAddSingleton<Retentions>();
        services.TryAddSingleton<TableManager>();
        services.AddLoop<TableReconciler>();
        services.AddLoop<RetentionSweeper>();
        services.AddLoop<RowArrivals>();
        services.TryAddSingleton<IRowArrivals>(provider => provider.GetRequiredService<RowArrivals>());
        services.AddSingleton<IFleetReader, DataFlow>();
        services.TryAddSingleton<PromscaleStore>();
        services.AddLoop<PromscaleWatcher>();
        return services;
    }

    /// <summary>Whether there is one.</summary>
    public static bool IsOn(IConfiguration configuration)
    {
        var section = configuration.GetSection(ObservabilityDbOptions.Section);
        return section[nameof(ObservabilityDbOptions.ConnectionString)] is { Length: > 0 }
            || section[nameof(ObservabilityDbOptions.ConnectionStringFile)] is { Length: > 0 };
    }
}
