using System.Diagnostics.Metrics;

namespace Tricorder.ApiServer.Deployments.State;

/// <summary>Convergence, in numbers.</summary>
internal sealed class DeploymentMetrics
{
    // From an agent or two on the same machine to a fleet of thousands with stragglers.
    private static readonly double[] Buckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600];

    private readonly Histogram<double> _convergence;

    public DeploymentMetrics(IMeterFactory meters)
    {
        _convergence = meters.Create("apiserver").CreateHistogram(
            "convergence_seconds",
            "s",
            "Time from a deployment's call to its first settled phase.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets });
    }

    public void Converged(TimeSpan time) => _convergence.Record(time.TotalSeconds);
}
