using k8s;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Security.Agents;

namespace Tricorder.ApiServer.Kubernetes;

internal static class KubernetesRoom
{
    public static IServiceCollection AddKubernetes(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<KubernetesOptions>().Bind(configuration.GetSection(KubernetesOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KubernetesOptions>, KubernetesOptionsValidator>());
        if (Enum.TryParse<KubernetesMode>(configuration[$"{KubernetesOptions.Section}:{nameof(KubernetesOptions.Mode)}"], ignoreCase: true, out var mode)
            && mode != KubernetesMode.Off)
        {
            services.TryAddSingleton(Connect);
            services.AddSingleton<ITokenReviewer, TokenReviewer>();
        }

        return services;
    }

    private static IKubernetes Connect(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<KubernetesOptions>>().Value;
        return new k8s.Kubernetes(options.Mode == KubernetesMode.InCluster
            ? KubernetesClientConfiguration.InClusterConfig()
            : KubernetesClientConfiguration.BuildConfigFromConfigFile(options.KubeConfig.Length > 0 ? options.KubeConfig : null));
    }
}
