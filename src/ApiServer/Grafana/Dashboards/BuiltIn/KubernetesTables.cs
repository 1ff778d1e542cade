namespace Tricorder.ApiServer.Grafana.Dashboards.BuiltIn;

/// <summary>The tables of cluster metadata that a dashboard can read. Which are there depends on what is followed.</summary>
internal static class KubernetesTables
{
    public const string Nodes = "nodes";
    public const string Namespaces = "namespaces";
    public const string Pods = "pods";
    public const string Endpoints = "endpoints";
    public const string Services = "services";
    public const string ReplicaSets = "replicasets";
    public const string Deployments = "deployments";
    public const string ProcessInfo = "process_info";

    /// <summary>Those with objects of Kubernetes, in the order in which they are shown.</summary>
    public static IReadOnlyList<string> Objects { get; } = [Nodes, Namespaces, Pods, Deployments, ReplicaSets, Services, Endpoints];
}
