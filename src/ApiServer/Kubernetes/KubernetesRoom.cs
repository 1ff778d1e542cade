using k8s;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.Kubernetes.Metadata;
using Tricorder.ApiServer.Kubernetes.Objects;
using Tricorder.ApiServer.Kubernetes.Processes;
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
        if (Enum.TryParse<KubernetesMode>(
            configuration[$"{KubernetesOptions.Section}:{nameof(KubernetesOptions.Mode)}"], ignoreCase: true, out var mode)
            && mode != KubernetesMode.Off)
        {
            services.TryAddSingleton(Connect);
            services.TryAddSingleton<IKubernetes>(provider => provider.GetRequiredService<k8s.Kubernetes>());
            services.TryAddSingleton<ServiceAccountKeys>();
            services.AddSingleton<ITokenReviewer, TokenReviewer>();
            services.TryAddSingleton<ResourceReader>();
            services.TryAddSingleton<KubernetesHealth>();
            services.TryAddSingleton<NodeContainers>();
            services.TryAddSingleton(mode == KubernetesMode.InCluster ? OwnPodToken.Read(OwnPodToken.Path) : OwnPod.Unknown);
            services.TryAddSingleton<PodSink>();
            services.AddSingleton(provider => new FollowedKind(PodContainers.Pods, provider.GetRequiredService<PodSink>()));
            services.AddPhaseTask<KubernetesFollower>();
            if (ObservabilityDbRoom.IsOn(configuration))
            {
                services.TryAddSingleton<MetadataStore>();
                services.TryAddSingleton<DatabaseSink>();
                services.TryAddSingleton<ProcessStore>();
                foreach (var kind in ResourceKind.All)
                {
                    services.AddSingleton(provider => new FollowedKind(kind, provider.GetRequiredService<DatabaseSink>()));
                }

                foreach (var table in ResourceKind.All.Select(kind => kind.Table).Append(ProcessStore.Table))
                {
                    services.AddSingleton(new ReadableTable(table));
                }

                services.AddLoop<ProcessRecorder>();
                services.TryAddSingleton<IProcessReports>(provider => provider.GetRequiredService<ProcessRecorder>());
            }
        }

        return services;
    }

    private static k8s.Kubernetes Connect(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<KubernetesOptions>>().Value;
        return new k8s.Kubernetes(options.Mode == KubernetesMode.InCluster
            ? KubernetesClientConfiguration.InClusterConfig()
            : KubernetesClientConfiguration.BuildConfigFromConfigFile(options.KubeConfig.Length > 0 ? options.KubeConfig : null));
    }
}
