using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Dashboards.BuiltIn;

/// <summary>How API Server and its agents are doing, read from a Prometheus that scrapes <c>/metrics</c>.</summary>
internal sealed class FleetDashboard
{
    private const string Name = "fleet";
    private const string Rate = "$__rate_interval";

    private readonly PanelFactory _factory;
    private readonly string _cluster;

    private FleetDashboard(string cluster, PanelFactory factory)
    {
        // The value in PromQL is a string of Go; and Grafana must not find a variable in it.
        _cluster = string.Concat(
            cluster.Select(c => c is '\\' or '"' or '$' or '[' || char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()));
        _factory = factory;
    }

    public static JsonObject Generate(string cluster, DashboardDialect dialect, DashboardDatasource prometheus) => DashboardModel.Create(
        dialect,
        new DashboardHead
        {
            Uid = DashboardUid.OfBuiltIn(Name, cluster),
            Title = $"Tricorder: fleet ({GrafanaText.Plain(cluster)})",
            Description = "Agents, convergence and failures, from the metrics of API Server.",
            Tags = ["tricorder", Name],
        },
        [],
        PanelLayout.Place(new FleetDashboard(cluster, new PanelFactory(dialect, prometheus)).Sections()));

    private PanelSection[] Sections() =>
    [
        new(null, false,
        [
            _factory.Numbers("Now", [
                Target($"sum({Metric("component_up")} == bool 0) or vector(0)", "components down", 'F'),
                Target($"sum({Metric("agent_streams")})", "agents connected", 'A'),
                Target($"sum({Metric("module_instances", "state=\"Running\"")}) or vector(0)", "instances running", 'B'),
                Target(
                    $"sum({Metric("module_instances", "state=~\"Failed|Held|Unsupported\"")}) or vector(0)",
                    "instances failed, held or unsupported",
                    'C'),
                Target(
                    $"sum({Metric("module_instances", "state=~\"Pending|Updating\"")}) or vector(0)", "instances pending or updating", 'D'),
                Target(
                    $"sum({Metric("module_instances", "state=~\"Offline|Cordoned\"")}) or vector(0)", "instances offline or cordoned", 'E'),
            ]),
        ]),
        new("Agents", false,
        [
            Series("Agents by state", $"sum by (state) ({Metric("agents")})", "{{state}}"),
            Series("Agent streams by protocol", $"sum by (protocol) ({Metric("agent_streams")})", "{{protocol}}"),
            Series(
                "Agent streams that ended, by reason",
                $"sum by (reason) (increase({Metric("agent_stream_ends_total")}[{Rate}]))",
                "{{reason}}",
                asBars: true),
        ]),
        new("Convergence", false,
        [
            Series("Instances by state", $"sum by (state) ({Metric("module_instances")})", "{{state}}"),
            _factory.Series("Time to converge",
            [
                Target(Quantile(0.5, "convergence_seconds"), "median", 'A'),
                Target(Quantile(0.99, "convergence_seconds"), "99 of 100", 'B'),
            ], unit: "s"),
        ]),
        new("Modules", false,
        [
            Series("Rows written, per second", ModuleRate("rows"), "{{module}}"),
            Series("Events, per second", ModuleRate("events"), "{{module}}"),
            Series("Events lost, per second", ModuleRate("lost_events"), "{{module}}"),
            Series("Errors, per second", ModuleRate("errors"), "{{module}}"),
        ]),
        new("Failures", false,
        [
            Series("Components that work", $"min by (component) ({Metric("component_up")})", "{{component}}"),
            Series(
                "Conditions that are not met",
                $"sum by (type, status) ({Metric("conditions", "status!~\"True|NotConfigured\"")})",
                "{{type}} {{status}}"),
            Series(
                "Calls that failed, per second",
                $"sum by (method, code) (rate({Metric("rpc_duration_seconds_count", "code!=\"OK\"")}[{Rate}]))",
                "{{method}} {{code}}"),
            Series("Commits that the store refused", $"increase({Metric("commit_groups_failed_total")}[{Rate}])", "refused", asBars: true),
            Series("Answers that nobody asked for", $"increase({Metric("agent_reports_ignored_total")}[{Rate}])", "ignored", asBars: true),
        ]),
        new("Server", false,
        [
            _factory.Series("Queues",
            [
                Target(Metric("recorder_queue_depth"), "answers of agents", 'A'),
                Target(Metric("writer_queue_depth"), "units for the writer", 'B'),
            ]),
            _factory.Series("Commits", [Target(Quantile(0.99, "commit_seconds"), "99 of 100")], unit: "s"),
            _factory.Series("Calls", [Target(Quantile(0.99, "rpc_duration_seconds"), "99 of 100")], unit: "s"),
            _factory.Series(
                "Time until the certificate ends",
                [Target($"min({Metric("certificate_expiration_timestamp_seconds")}) - time()", "certificate")],
                unit: "s"),
            Series("Versions", $"count by (version) ({Metric("build_info")})", "{{version}}"),
            Series("Open streams by method", $"sum by (method) ({Metric("rpc_open_streams")})", "{{method}}"),
        ]),
    ];

    private Panel Series(string title, string expression, string legend, bool asBars = false) =>
        _factory.Series(title, [Target(expression, legend)], asBars: asBars);

    private JsonObject Target(string expression, string legend, char refId = 'A') => _factory.PromTarget(expression, legend, refId);

    private string Quantile(double part, string histogram) =>
        FormattableString.Invariant($"histogram_quantile({part}, sum by (le) (rate({Metric(histogram + "_bucket")}[{Rate}])))");

    // Beyond 1,000 modules the rest share the series without a module.
    private string ModuleRate(string what) => $"sum by (module) (rate({Metric($"module_{what}_total")}[{Rate}]))";

    private string Metric(string name, string labels = "") =>
        $"apiserver_{name}{{cluster=\"{_cluster}\"{(labels.Length > 0 ? "," : "")}{labels}}}";
}
