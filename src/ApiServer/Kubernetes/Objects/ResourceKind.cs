namespace Tricorder.ApiServer.Kubernetes.Objects;

/// <summary>A kind of objects that is followed.</summary>
/// <param name="Path">Where its objects of all namespaces are.</param>
/// <param name="ApiVersion">What items of a list do not say.</param>
/// <param name="Kind">The same.</param>
/// <param name="Table">The table that holds them.</param>
internal sealed record ResourceKind(string Path, string ApiVersion, string Kind, string Table)
{
    public static readonly ResourceKind Pods = new("api/v1/pods", "v1", "Pod", "pods");

    /// <summary>What it is called in logs and in the status: kinds are followed for several purposes.</summary>
    public string Name { get; init; } = Table;

    /// <summary>
    /// The fields that are read, by section, such as nodeName in spec; uid and resourceVersion in metadata must be among them.
    /// Null for all.
    /// </summary>
    public IReadOnlyDictionary<string, string[]>? Only { get; init; }

    public static IReadOnlyList<ResourceKind> All { get; } =
    [
        new("api/v1/nodes", "v1", "Node", "nodes"),
        new("api/v1/namespaces", "v1", "Namespace", "namespaces"),
        Pods,
        new("api/v1/endpoints", "v1", "Endpoints", "endpoints"),
        new("api/v1/services", "v1", "Service", "services"),
        new("apis/apps/v1/replicasets", "apps/v1", "ReplicaSet", "replicasets"),
        new("apis/apps/v1/deployments", "apps/v1", "Deployment", "deployments"),
    ];
}
