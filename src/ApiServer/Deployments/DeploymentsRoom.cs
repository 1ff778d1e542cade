using Microsoft.Extensions.DependencyInjection.Extensions;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.Conditions;
using Tricorder.ApiServer.Deployments.Delivery;
using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.Lifecycle;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Deployments.Statistics;
using Tricorder.ApiServer.Deployments.Views;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Deployments;

internal static class DeploymentsRoom
{
    public static IServiceCollection AddDeployments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DeploymentOptions>().Bind(configuration.GetSection(DeploymentOptions.Section)).ValidateOnStart();
        services.TryAddSingleton<Microsoft.Extensions.Options.IValidateOptions<DeploymentOptions>, DeploymentOptionsValidator>();
        services.TryAddSingleton<DeploymentStore>();
        services.TryAddSingleton<InstanceStore>();
        services.TryAddSingleton<LastShown>();
        services.TryAddSingleton<LossStore>();
        services.TryAddSingleton<LossCounter>();
        services.TryAddSingleton<CrashLoopGuard>();
        services.TryAddSingleton<PhaseWatcher>();
        services.TryAddSingleton<FleetState>();
        services.TryAddSingleton<ContentCache>();
        services.TryAddSingleton<DeploymentConditions>();
        services.TryAddSingleton<IDeploymentPrerequisites, NoDeploymentPrerequisites>();
        services.TryAddSingleton<DeploymentViews>();
        services.TryAddSingleton<InstanceViews>();
        services.TryAddSingleton<IRowArrivals, NoRowArrivals>();
        services.TryAddSingleton<RunningUsage>();
        services.TryAddSingleton<FleetUsage>();
        services.TryAddSingleton<StatisticsCollector>();
        services.TryAddSingleton<ModuleTotals>();
        services.TryAddSingleton<DeploymentMetrics>();
        services.TryAddSingleton<FleetMetrics>();
        services.TryAddSingleton<DeploymentManager>();
        services.TryAddSingleton<AnswerWriter>();
        services.TryAddSingleton<DeliveryServices>();
        services.TryAddSingleton<IDesiredState, DesiredState>();
        services.TryAddSingleton<IRevisionsInUse, DeployedRevisions>();
        services.AddPhaseStep<DeploymentLoader>();
        services.AddLoop<ConvergenceTimer>();
        services.AddLoop<TombstoneSweeper>();
        services.AddLoop<StatisticsTimer>();
        return services;
    }
}
