using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Grafana.Dashboards;
using Tricorder.ApiServer.Grafana.Dashboards.BuiltIn;
using Tricorder.ApiServer.ObservabilityDb.Connections;
using Tricorder.ApiServer.ObservabilityDb.Tables;

namespace Tricorder.ApiServer.Grafana.Publishing;

/// <summary>
/// The dashboards that need no module: Kubernetes, where it is followed, and the fleet, where something scrapes our metrics.
/// </summary>
internal sealed class DesiredBuiltInDashboards(
    IEnumerable<ReadableTable> readable, TableStore tables, ObservabilityDatabase database, IOptions<ClusterOptions> cluster)
{
    private const string Kubernetes = "kubernetes";
    private const string Fleet = "fleet";

    private IReadOnlySet<string>? _there;

    public static IReadOnlyList<string> Names { get; } = [Kubernetes, Fleet];

    /// <summary>Which one it is; empty for a module's, and for one of another cluster's name.</summary>
    public string NameOf(PublishedDashboard dashboard) =>
        Names.FirstOrDefault(name => dashboard.Uid == DashboardUid.OfBuiltIn(name, cluster.Value.Name)) ?? "";

    /// <summary>Null while there is nothing that it could show.</summary>
    public async Task<DesiredDashboard?> FindAsync(string name, DashboardPrerequisites ground, CancellationToken cancellationToken)
    {
        var uid = DashboardUid.OfBuiltIn(name, cluster.Value.Name);
        return (await LoadAsync(ground, cancellationToken)).FirstOrDefault(item => item.Uid == uid)?.BuiltIn;
    }

    public async Task<IReadOnlyList<DashboardItem>> LoadAsync(DashboardPrerequisites ground, CancellationToken cancellationToken)
    {
        var (name, wishes) = (cluster.Value.Name, new List<DesiredDashboard>());
        if (await KubernetesTablesAsync(cancellationToken) is { Count: > 0 } there)
        {
            wishes.Add(new DesiredDashboard(
                DashboardUid.OfBuiltIn(Kubernetes, name), "",
                KubernetesDashboard.Generate(name, there, ground.Dialect, ground.Database), 0, "[]"));
        }

        if (ground.Prometheus is { } prometheus)
        {
            wishes.Add(new DesiredDashboard(
                DashboardUid.OfBuiltIn(Fleet, name), "", FleetDashboard.Generate(name, ground.Dialect, prometheus), 0, "[]"));
        }

        return [.. wishes.Select(wish => new DashboardItem(null, wish))];
    }

    /// <summary>Those of our tables that are there; what was seen last while the database does not answer.</summary>
    private async Task<IReadOnlySet<string>> KubernetesTablesAsync(CancellationToken cancellationToken)
    {
        var names = readable.Select(table => table.Name).ToList();
        if (names.Count > 0 && _there?.Count != names.Count)
        {
            try
            {
                await using var connection = await database.OpenAsync(cancellationToken);
                _there = await tables.WhichAsync(connection, names, cancellationToken);
            }
            catch (Exception e) when (DatabaseFailure.IsOne(e))
            {
                return _there ?? new HashSet<string>();
            }
        }

        return _there ?? new HashSet<string>();
    }
}
