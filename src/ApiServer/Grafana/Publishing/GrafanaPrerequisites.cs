using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.Grafana.Dashboards;
using Tricorder.ApiServer.Grafana.Datasources;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Grafana.Publishing;

/// <summary>What dashboards stand on: the folder they are in and the datasources they read.</summary>
/// <param name="IsNew">The folder had to be made: nothing of ours is there any more, or yet.</param>
internal sealed record DashboardPrerequisites(
    GrafanaFolder Folder, bool IsNew, DashboardDialect Dialect,
    DashboardDatasource Database, DashboardDatasource? Prometheus, GrafanaFeatures Features);

/// <summary>Sees to it that what dashboards stand on is there.</summary>
internal sealed class GrafanaPrerequisites(
    ManagedDatasources datasources, DashboardStore dashboards, StoreWriter writer, ILogger<GrafanaPrerequisites> logger)
    : IDisposable
{
    private const string FolderUid = "tricorder";
    private const string FolderTitle = "Tricorder";

    // Callers and the reconciler look at it.
    private readonly SemaphoreSlim _one = new(1, 1);
    private string _folderUid = FolderUid;

    public async Task<DashboardPrerequisites> EnsureAsync(GrafanaClient client, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return await EnsureAllAsync(client, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<DashboardPrerequisites> EnsureAllAsync(GrafanaClient client, CancellationToken cancellationToken)
    {
        var features = await client.PingAsync(cancellationToken);
        var database = await datasources.EnsureDatabaseAsync(client, cancellationToken);
        var prometheus = await datasources.EnsurePrometheusAsync(client, cancellationToken);
        var (folder, isNew) = await EnsureFolderAsync(client, cancellationToken);
        return new DashboardPrerequisites(
            folder,
            isNew,
            DashboardDialect.Of(features.Number.Major, features.Number.Minor),
            Of(database),
            prometheus is null ? null : Of(prometheus),
            features);
    }

    /// <summary>A folder that is missing means that Grafana was restored empty: whatever was in it is made again.</summary>
    private async Task<(GrafanaFolder Folder, bool IsNew)> EnsureFolderAsync(GrafanaClient client, CancellationToken cancellationToken)
    {
        // Where titles are unique, it may be one of somebody else's.
        if (await client.Folders.FindAsync(_folderUid, cancellationToken) is { } there)
        {
            return (there, false);
        }

        await writer.WriteAsync(
            unit =>
            {
                dashboards.RebuildAll(unit);
                return true;
            },
            cancellationToken);
        var made = await client.Folders.EnsureAsync(FolderUid, FolderTitle, cancellationToken);
        _folderUid = made.Uid;
        logger.FolderMade(made.Title);
        return (made, true);
    }

    private static DashboardDatasource Of(GrafanaDatasource datasource) => new(datasource.Uid, datasource.Name, datasource.Type);
}
