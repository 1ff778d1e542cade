using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.Grafana.Dashboards;
using Tricorder.ApiServer.Grafana.Datasources;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Grafana.Publishing;

/// <summary>What dashboards stand on: the folder they are in and the datasources they read.</summary>
internal sealed record GrafanaGround(
    GrafanaFolder Folder, DashboardDialect Dialect, DashboardDatasource Database, DashboardDatasource? Prometheus, GrafanaFeatures Features);

/// <summary>Sees to it that what dashboards stand on is there.</summary>
internal sealed class GrafanaBase(KeptDatasources datasources, DashboardStore dashboards, StoreWriter writer, ILogger<GrafanaBase> logger)
{
    private const string FolderUid = "tricorder";
    private const string FolderTitle = "Tricorder";

    public async Task<GrafanaGround> EnsureAsync(GrafanaClient client, CancellationToken cancellationToken)
    {
        var features = await client.PingAsync(cancellationToken).ConfigureAwait(false);
        var database = await datasources.EnsureDatabaseAsync(client, cancellationToken).ConfigureAwait(false);
        var prometheus = await datasources.EnsurePrometheusAsync(client, cancellationToken).ConfigureAwait(false);
        return new GrafanaGround(
            await EnsureFolderAsync(client, cancellationToken).ConfigureAwait(false),
            DashboardDialect.Of(features.Number.Major, features.Number.Minor),
            Of(database),
            prometheus is null ? null : Of(prometheus),
            features);
    }

    /// <summary>A folder that is missing means that Grafana was restored empty: whatever was in it is made again.</summary>
    private async Task<GrafanaFolder> EnsureFolderAsync(GrafanaClient client, CancellationToken cancellationToken)
    {
        if (await client.Folders.FindAsync(FolderUid, cancellationToken).ConfigureAwait(false) is { } there)
        {
            return there;
        }

        await writer.WriteAsync(
            unit =>
            {
                dashboards.RebuildAll(unit);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        var made = await client.Folders.EnsureAsync(FolderUid, FolderTitle, cancellationToken).ConfigureAwait(false);
        logger.FolderMade(made.Title);
        return made;
    }

    private static DashboardDatasource Of(GrafanaDatasource datasource) => new(datasource.Uid, datasource.Name, datasource.Type);
}
