using k8s;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Kubernetes;

internal sealed class KubernetesOptionsValidator : IValidateOptions<KubernetesOptions>
{
    public ValidateOptionsResult Validate(string? name, KubernetesOptions options)
    {
        if (!Enum.IsDefined(options.Mode))
        {
            return Fail(nameof(options.Mode), $"is {options.Mode}, but must be {Choice.Of<KubernetesMode>()}", "InCluster");
        }

        if (options.Mode == KubernetesMode.InCluster && !KubernetesClientConfiguration.IsInCluster())
        {
            return Fail(nameof(options.Mode), "is InCluster, but this process runs in no pod with a service account", "KubeConfig");
        }

        return options.Mode == KubernetesMode.KubeConfig && options.KubeConfig.Length > 0 && !File.Exists(options.KubeConfig)
            ? Fail(nameof(options.KubeConfig), $"is '{options.KubeConfig}', which is not there", "/root/.kube/config")
            : ValidateOptionsResult.Success;
    }

    private static ValidateOptionsResult Fail(string key, string problem, string example) =>
        ValidateOptionsResult.Fail(OptionProblem.Describe($"{KubernetesOptions.Section}:{key}", problem, example));
}
