namespace Tricorder.ApiServer.Kubernetes;

/// <summary>Section <c>Kubernetes</c>: the cluster that this server belongs to.</summary>
internal sealed record KubernetesOptions
{
    public const string Section = "Kubernetes";

    public KubernetesMode Mode { get; init; } = KubernetesMode.Off;

    /// <summary>The file with address and credentials, for mode KubeConfig; empty: the one kubectl would use.</summary>
    public string KubeConfig { get; init; } = "";
}

internal enum KubernetesMode
{
    /// <summary>There is none.</summary>
    Off,

    /// <summary>The one this process runs in, with its own service account.</summary>
    InCluster,

    /// <summary>The one that a kubeconfig file names.</summary>
    KubeConfig,
}
