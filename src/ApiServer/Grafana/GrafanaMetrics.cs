using System.Diagnostics.Metrics;

namespace Tricorder.ApiServer.Grafana;

/// <summary>What is done in Grafana, in numbers.</summary>
internal sealed class GrafanaMetrics
{
    private readonly Counter<long> _writes;
    private readonly Counter<long> _failures;
    private int _waiting;

    public GrafanaMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("apiserver");
        _writes = meter.CreateCounter<long>("grafana_writes_total", "{writes}", "Changes made in Grafana, by what was changed.");
        _failures = meter.CreateCounter<long>("grafana_failures_total", "{failures}", "What Grafana did not do, by reason.");
        meter.CreateObservableGauge(
            "grafana_dashboards_waiting",
            () => Volatile.Read(ref _waiting),
            "{dashboards}",
            "Dashboards that are to be looked at or written.");
    }

    public void Wrote(string what) => _writes.Add(1, new KeyValuePair<string, object?>("what", what));

    public void Failed(string reason) => _failures.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void SetWaiting(int count) => Volatile.Write(ref _waiting, count);
}
