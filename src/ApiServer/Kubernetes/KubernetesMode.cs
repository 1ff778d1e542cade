namespace Tricorder.ApiServer.Kubernetes;

internal enum KubernetesMode
{
    /// <summary>There is none.</summary>
    Off,

    /// <summary>The one this process runs in, with its own service account.</summary>
    InCluster,

    /// <summary>The one that a kubeconfig file names.</summary>
    KubeConfig,
}
