using System.Diagnostics.Metrics;

namespace Tricorder.ApiServer.Deployments;

/// <summary>Convergence, in numbers. The gauges read the board when they are scraped.</summary>
internal sealed class DeploymentMetrics
{
    // From an agent or two on the same machine to a fleet of thousands with stragglers.
    private static readonly double[] Buckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600];

    private readonly Meter _meter;
    private readonly Histogram<double> _convergence;

    public DeploymentMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("apiserver");
        _convergence = _meter.CreateHistogram(
            "convergence_seconds",
            "s",
            "Time from a deployment's call to its first settled phase.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets });
    }

    public void Converged(TimeSpan time) => _convergence.Record(time.TotalSeconds);

    /// <summary>Publishes what is read at each scrape: instances by state, conditions, queue depth.</summary>
    public void Observe(DeploymentViews views, InstanceRecorder recorder)
    {
        _meter.CreateObservableGauge(
            "module_instances",
            () => views.CountAll().ByState().Select(
                shown => new Measurement<int>(shown.Count, new KeyValuePair<string, object?>("state", shown.State.ToString()))),
            "{instances}",
            "Modules on agents, by what is shown of them.");
        _meter.CreateObservableGauge(
            "conditions",
            () => views.CountConditions().Select(pair => new Measurement<int>(
                pair.Value, new KeyValuePair<string, object?>("type", pair.Key.Type), new KeyValuePair<string, object?>("status", pair.Key.Status.ToString()))),
            "{conditions}",
            "Conditions of deployed modules, by type and status.");
        _meter.CreateObservableGauge(
            "recorder_queue_depth", () => recorder.QueueDepth, "{answers}", "Agents' answers that wait to be stored.");
    }
}
