using k8s;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.Kubernetes.Metadata;
using Tricorder.ApiServer.Kubernetes.Objects;
using Tricorder.ApiServer.Kubernetes.Processes;
using Tricorder.ApiServer.Kubernetes.Tokens;
using Tricorder.ApiServer.ObservabilityDb;
using Tricorder.ApiServer.ObservabilityDb.Tables;
using Tricorder.ApiServer.Reconciling;
using Tricorder.ApiServer.Security.Agents;

namespace Tricorder.ApiServer.Kubernetes;

internal static class KubernetesRoom
{
    public static IServiceCollection AddKubernetes(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<KubernetesOptions>().Bind(configuration.GetSection(KubernetesOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KubernetesOptions>, KubernetesOptionsValidator>());
        services.TryAddSingleton<KubernetesHealth>();
        if (Enum.TryParse<KubernetesMode>(
            configuration[$"{KubernetesOptions.Section}:{nameof(KubernetesOptions.Mode)}"], ignoreCase: true, out var mode)
            && mode != KubernetesMode.Off)
        {
            services.TryAddSingleton(Connect);
            services.TryAddSingleton<IKubernetes>(provider => provider.GetRequiredService<k8s.Kubernetes>());
            services.TryAddSingleton<ServiceAccountKeys>();
            services.TryAddSingleton<ResourceReader>();
            services.TryAddSingleton<PodHandler>();
            services.AddSingleton(provider => new FollowedKind(PodContainers.Pods, provider.GetRequiredService<PodHandler>()));
            services.AddPhaseTask<KubernetesInformers>();

            // In place of what the rooms that ask for these do without Kubernetes.
            services.AddSingleton<ITokenReviewer, TokenReviewer>();
            services.AddSingleton<NodeContainers>();
            services.AddSingleton(mode == KubernetesMode.InCluster ? ServerPodToken.Read(ServerPodToken.Path) : ServerPod.Unknown);
            services.AddWhereDatabase(configuration, AddDatabase);
        }

        return services;
    }

    private static void AddDatabase(IServiceCollection services)
    {
        services.TryAddSingleton<MetadataStore>();
        services.TryAddSingleton<DatabaseHandler>();
        services.TryAddSingleton<ProcessStore>();
        foreach (var kind in ResourceKind.All)
        {
            services.AddSingleton(provider => new FollowedKind(kind, provider.GetRequiredService<DatabaseHandler>()));
        }

        foreach (var table in ResourceKind.All.Select(kind => kind.Table).Append(ProcessStore.Table))
        {
            services.AddSingleton(new ReadableTable(table));
        }

        services.AddLoop<ProcessRecorder>();
        services.AddSingleton<IProcessReports>(provider => provider.GetRequiredService<ProcessRecorder>());
    }

    private static k8s.Kubernetes Connect(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<KubernetesOptions>>().Value;
        return new k8s.Kubernetes(options.Mode == KubernetesMode.InCluster
            ? KubernetesClientConfiguration.InClusterConfig()
            : KubernetesClientConfiguration.BuildConfigFromConfigFile(options.KubeConfig.Length > 0 ? options.KubeConfig : null));
    }
}
