namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>
/// Grafana's HTTP API, from 7.5 to 13, in one authority's name. Every method throws <see cref="GrafanaException"/> when it cannot.
/// </summary>
internal sealed class GrafanaClient(GrafanaSession session)
{
    public ServiceAccountApi ServiceAccounts { get; } = new(session);

    /// <summary>Where there are no service accounts.</summary>
    public ApiKeyApi ApiKeys { get; } = new(session);

    public DatasourceApi Datasources { get; } = new(session);

    public FolderApi Folders { get; } = new(session);

    public DashboardApi Dashboards { get; } = new(session);

    public AnnotationApi Annotations { get; } = new(session);

    /// <summary>The version and what it can do, at most a minute old.</summary>
    public Task<GrafanaFeatures> FeaturesAsync(CancellationToken cancellationToken) => session.FeaturesAsync(cancellationToken);

    /// <summary>The version as of now. Throws when Grafana is not up.</summary>
    public Task<GrafanaFeatures> PingAsync(CancellationToken cancellationToken) => session.PingAsync(cancellationToken);

    /// <summary>The organization that the authority acts in, which shows that its credentials are good.</summary>
    public async Task<GrafanaOrganization> OrganizationAsync(CancellationToken cancellationToken)
    {
        var answer = await session.GetAsync("api/org", cancellationToken);
        var organization = answer.AsObject();
        return organization.Number("id") is var id and > 0
            ? new GrafanaOrganization(id, organization.Text("name"))
            : throw GrafanaFailures.NotGrafana(answer);
    }
}

internal sealed record GrafanaOrganization(long Id, string Name);
