namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>The module that a dashboard is made for. The same subject gives the same dashboard, to the byte.</summary>
internal sealed record DashboardSubject
{
    public required string ModuleId { get; init; }

    public required string Name { get; init; }

    public string Description { get; init; } = "";

    public int Revision { get; init; } = 1;

    public required ModuleRelation Relation { get; init; }

    /// <summary>What is known of its JSON columns, in the order in which it was found.</summary>
    public IReadOnlyList<SampledField> Fields { get; init; } = [];

    /// <summary>The module's own panel JSON; empty: it has none.</summary>
    public string Panel { get; init; } = "";

    /// <summary>The module's page in our UI; null: nobody knows where that is.</summary>
    public string? PageUrl { get; init; }
}
