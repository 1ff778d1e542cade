using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Dashboards.BuiltIn;

/// <summary>
/// What runs in the cluster: objects of Kubernetes and the processes in its containers, read from the observability database.
/// </summary>
internal static class KubernetesDashboard
{
    private const string Name = "kubernetes";

    /// <param name="cluster">The cluster's name.</param>
    /// <param name="tables">The tables that are there; panels of others would only show errors.</param>
    /// <param name="dialect">How this Grafana wants it.</param>
    /// <param name="datasource">The observability database.</param>
    public static JsonObject Generate(string cluster, IReadOnlySet<string> tables, DashboardDialect dialect, DashboardDatasource datasource)
    {
        var namespaced = new[] { KubernetesTables.Pods, KubernetesTables.Deployments, KubernetesTables.Services }.FirstOrDefault(
            tables.Contains);
        JsonArray variables = namespaced is null ? [] :
        [
            DashboardVariables.Query(
                KubernetesQueries.NamespaceVariable,
                "Namespace",
                KubernetesQueries.Namespaces(namespaced),
                KubernetesQueries.AnyNamespace,
                dialect.Refer(datasource)),
        ];
        return DashboardModel.Create(dialect, new DashboardHead
        {
            Uid = DashboardUid.OfBuiltIn(Name, cluster),
            Title = $"Tricorder: Kubernetes ({GrafanaText.Plain(cluster)})",
            Description = "Objects and processes of the cluster, as Tricorder follows them.",
            Tags = ["tricorder", Name],
        }, variables, PanelLayout.Place(Sections(tables, new PanelFactory(dialect, datasource))));
    }

    private static IEnumerable<PanelSection> Sections(IReadOnlySet<string> tables, PanelFactory factory)
    {
        var objects = KubernetesTables.Objects.Where(tables.Contains).ToList();
        bool Has(string table) => tables.Contains(table);
        yield return new PanelSection(
            null, false, objects.Count == 0 ? [] : [factory.Numbers("Objects", KubernetesQueries.Totals(objects))]);
        yield return new PanelSection("Pods", false, !Has(KubernetesTables.Pods) ? [] :
        [
            factory.Counts("Pods by phase", KubernetesQueries.PodsBy("phase", "status", "phase"), "pods", 6),
            factory.Counts("Pods by node", KubernetesQueries.PodsBy("node", "spec", "nodeName"), "pods", 6),
            factory.Counts("Pods by namespace", KubernetesQueries.PodsBy("namespace", "metadata", "namespace"), "pods", 6),
            factory.Counts("Restarts", KubernetesQueries.Restarts, "restarts", 6),
        ]);
        yield return new PanelSection("Deployments, services and nodes", false,
        [
            .. Has(KubernetesTables.Deployments) ? [factory.Table("Deployments", KubernetesQueries.Deployments, 12)] : Array.Empty<Panel>(),
            .. Has(KubernetesTables.Services) ? [factory.Table("Services", KubernetesQueries.Services, 12)] : Array.Empty<Panel>(),
            .. Has(KubernetesTables.Nodes) ? [factory.Table("Nodes", KubernetesQueries.Nodes)] : Array.Empty<Panel>(),
            .. objects.Count > 0
                ? [factory.Table("Objects changed in the time range", KubernetesQueries.Changes(objects))]
                : Array.Empty<Panel>(),
        ]);
        yield return new PanelSection("Processes", false, !Has(KubernetesTables.ProcessInfo) ? [] :
        [
            factory.Numbers("Processes followed", KubernetesQueries.ProcessTotals),
            factory.Table("Containers", KubernetesQueries.Containers, 12),
            factory.Table("Processes", KubernetesQueries.Processes, 12),
        ]);
    }
}
