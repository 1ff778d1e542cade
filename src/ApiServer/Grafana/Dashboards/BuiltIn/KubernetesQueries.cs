namespace Tricorder.ApiServer.Grafana.Dashboards.BuiltIn;

/// <summary>Queries over the objects of Kubernetes as they are now; most show only the chosen namespaces.</summary>
internal static class KubernetesQueries
{
    public const string NamespaceVariable = "namespace";

    private static readonly string Namespace = Text("metadata", "namespace");
    private static readonly string Name = Text("metadata", "name");

    /// <summary>True of every object when Grafana puts it in for "All".</summary>
    public static string AnyNamespace { get; } = $"coalesce({Namespace}, '')";

    private static string Chosen { get; } = $"{AnyNamespace} IN (${{{NamespaceVariable}:sqlstring}})";

    public static string Namespaces(string table) =>
        $"SELECT DISTINCT {Namespace} FROM {table} WHERE {Namespace} <> '' ORDER BY 1 LIMIT 5000";

    public static PanelQuery Totals(IEnumerable<string> tables) =>
        new("SELECT " + string.Join(", ", tables.Select(table => $"(SELECT count(*) FROM {table}) AS \"{table}\"")));

    public static PanelQuery PodsBy(string what, params string[] path) => new(
        $"SELECT coalesce({Text(path)}, '') AS \"{what}\", count(*) AS \"pods\" FROM pods WHERE {Chosen} "
        + "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50");

    public static PanelQuery Restarts { get; } = new($"""
        SELECT namespace, pod, sum(restarts) AS "restarts" FROM (
            SELECT {Namespace} AS namespace, {Name} AS pod, {Place("container", "restartCount").AsNumber} AS restarts
            FROM pods, {Place("data", "status", "containerStatuses").Elements} AS container WHERE {Chosen}
        ) containers GROUP BY 1, 2 ORDER BY 3 DESC NULLS LAST, 1, 2 LIMIT 50
        """);

    public static PanelQuery Deployments { get; } = new($"""
        SELECT {Namespace} AS "namespace", {Name} AS "deployment", {Number("spec", "replicas")} AS "desired",
            coalesce({Number("status", "readyReplicas")}, 0) AS "ready", coalesce({Number("status", "updatedReplicas")}, 0) AS "updated",
            update_time AS "changed"
        FROM deployments WHERE {Chosen} ORDER BY 1, 2 LIMIT 500
        """);

    public static PanelQuery Nodes { get; } = new($"""
        SELECT {Name} AS "node", (
                SELECT max({Place("condition", "status").Text}) FROM {Place("data", "status", "conditions").Elements} AS condition
                WHERE {Place("condition", "type").Text} = 'Ready'
            ) AS "ready", {Text("status", "nodeInfo", "kernelVersion")} AS "kernel", {Text("status", "nodeInfo", "osImage")} AS "system",
            {Text("status", "nodeInfo", "architecture")} AS "architecture", {Text("status", "nodeInfo", "kubeletVersion")} AS "kubelet",
            {Text("status", "capacity", "cpu")} AS "processors", {Text("status", "capacity", "memory")} AS "memory"
        FROM nodes ORDER BY 1 LIMIT 1000
        """);

    public static PanelQuery Services { get; } = new($"""
        SELECT {Namespace} AS "namespace", {Name} AS "service", {Text("spec", "type")} AS "type", {Text("spec", "clusterIP")} AS "address", (
                SELECT string_agg(concat_ws('/', {Place("port", "port").Text}, {Place("port", "protocol").Text}), ', ')
                FROM {Place("data", "spec", "ports").Elements} AS port
            ) AS "ports"
        FROM services WHERE {Chosen} ORDER BY 1, 2 LIMIT 500
        """);

    public static PanelQuery Changes(IEnumerable<string> tables)
    {
        var parts = tables.Select(
            table => $"SELECT update_time AS time, '{table}' AS \"kind\", {Namespace} AS \"namespace\", {Name} AS \"name\" FROM {table}");
        return new PanelQuery(
            $"SELECT * FROM ({string.Join(" UNION ALL ", parts)}) changes WHERE $__timeFilter(time) ORDER BY time DESC LIMIT 100");
    }

    public static PanelQuery Containers { get; } = new($"""
        SELECT {Text("container", "podName")} AS "pod", {Text("container", "name")} AS "container", {Text("container", "qosClass")} AS "class",
            {Place("data", "procList").Length} AS "processes"
        FROM process_info ORDER BY 4 DESC NULLS LAST, 1, 2 LIMIT 200
        """);

    public static PanelQuery Processes { get; } = new($"""
        SELECT {Text("container", "podName")} AS "pod", {Text("container", "name")} AS "container", {Place("process", "id").Text} AS "process",
            {Place("process", "createTime").Text} AS "created"
        FROM process_info, {Place("data", "procList").Elements} AS process ORDER BY 1, 2, 3 LIMIT 500
        """);

    public static PanelQuery ProcessTotals { get; } = new(
        $"SELECT count(*) AS \"containers\", sum({Place("data", "procList").Length}) AS \"processes\" FROM process_info");

    private static string Text(params string[] path) => Place("data", path).Text;

    private static string Number(params string[] path) => Place("data", path).AsNumber;

    private static DocumentPath Place(string column, params string[] path) => new(column, isBinary: true, path);
}
