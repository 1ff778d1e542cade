namespace Tricorder.ApiServer;

/// <summary>Section <c>Cluster</c>: the name under which this cluster is shown, labels its metrics and greets its agents.</summary>
internal sealed record ClusterOptions
{
    public const string Section = "Cluster";

    public string Name { get; init; } = "default";
}
