using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Prometheus;

namespace Tricorder.ApiServer.Hosting.Telemetry;

/// <summary>
/// Exports what rooms measure. A room takes an IMeterFactory and creates instruments on the meter <c>apiserver</c>; an instrument
/// <c>agents</c> is exported as <c>apiserver_agents</c>, with the cluster as label. Meters of other hosts in the process are left out.
/// </summary>
internal sealed class MetricsExport : IDisposable
{
    private const string MeterName = "apiserver";
    private static readonly double[] DefaultBuckets = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

    private readonly IDisposable _adapter;

    public MetricsExport(IMeterFactory meters, IOptions<ClusterOptions> cluster)
    {
        Registry = Prometheus.Metrics.NewCustomRegistry();
        Registry.SetStaticLabels(new Dictionary<string, string> { ["cluster"] = cluster.Value.Name });
        DotNetStats.Register(Registry);
        _adapter = MeterAdapter.StartListening(new MeterAdapterOptions
        {
            Registry = Registry,
            MetricFactory = Prometheus.Metrics.WithCustomRegistry(Registry),
            InstrumentFilterPredicate = instrument => instrument.Meter.Name == MeterName && ReferenceEquals(instrument.Meter.Scope, meters),
            ResolveHistogramBuckets = Buckets,
        });
    }

    public CollectorRegistry Registry { get; }

    public void Dispose() => _adapter.Dispose();

    private static double[] Buckets(Instrument instrument) => instrument switch
    {
        Instrument<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Instrument<int> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
        Instrument<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
        _ => DefaultBuckets,
    };
}
