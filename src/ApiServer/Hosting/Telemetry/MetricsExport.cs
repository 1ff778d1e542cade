using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Hosting.Telemetry;

/// <summary>
/// Exports what rooms measure. A room takes an IMeterFactory and creates instruments on the meter <c>apiserver</c>; an instrument
/// <c>agents</c> is exported as <c>apiserver_agents</c>, with the cluster as label. Meters of other hosts in the process are left out.
/// </summary>
internal sealed class MetricsExport : IDisposable
{
    public const string MeterName = "apiserver";

    /// <summary>Series of one instrument; what comes beyond is counted in one series with the label <c>otel_metric_overflow</c>.</summary>
    private const int MaxSeries = 2000;

    private readonly Lock _gate = new();
    private readonly MetricsScrape _scrape = new();
    private readonly BaseExportingMetricReader _reader;
    private readonly MeterProvider _provider;
    private readonly string _cluster;

    public MetricsExport(IMeterFactory meters, IOptions<ClusterOptions> cluster)
    {
        _cluster = cluster.Value.Name;
        _reader = new BaseExportingMetricReader(_scrape);
        _provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(MeterName, ProcessMetrics.MeterName)
            .AddView(instrument => ReferenceEquals(instrument.Meter.Scope, meters)
                ? new MetricStreamConfiguration { CardinalityLimit = MaxSeries }
                : MetricStreamConfiguration.Drop)
            .AddReader(_reader)
            .Build();
    }

    /// <summary>All metrics as they are now.</summary>
    public string Read(ExpositionFormat format)
    {
        lock (_gate)
        {
            var text = new ExpositionText(format, _cluster);
            _scrape.Target = text;
            _scrape.Collect!(Timeout.Infinite);
            _scrape.Target = null;
            return text.End();
        }
    }

    public void Dispose()
    {
        _provider.Dispose();
        _reader.Dispose();
        _scrape.Dispose();
    }
}
