namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>What a dashboard is called.</summary>
internal sealed record DashboardHead
{
    public required string Uid { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>A page of our UI that the dashboard links to.</summary>
    public string? PageUrl { get; init; }
}
