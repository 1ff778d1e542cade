namespace Tricorder.ApiServer.Common;

/// <summary>Section <c>Cluster</c>: the name under which this cluster is shown, labels its metrics and greets its agents.</summary>
internal sealed record ClusterOptions
{
    public const string Section = "Cluster";

    public const string Default = "default";

    public string Name { get; init; } = Default;
}
