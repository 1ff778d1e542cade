namespace Tricorder.ApiServer.Common;

/// <summary>Section <c>Cluster</c>: the name under which this cluster is shown, labels its metrics and greets its agents.</summary>
internal sealed record ClusterOptions
{
    public const string Section = "Cluster";

    public const string Default = "default";

    /// <summary>The name of the cluster: 1 to 63 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>.</summary>
    public string Name { get; init; } = Default;
}
