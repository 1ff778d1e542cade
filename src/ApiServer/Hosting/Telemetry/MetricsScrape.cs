using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Tricorder.ApiServer.Hosting.Telemetry;

/// <summary>Writes what a scrape collects into its text. Nothing is exported in between.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class MetricsScrape : BaseExporter<Metric>, IPullMetricExporter
{
    /// <summary>Set by the reader.</summary>
    public Func<int, bool>? Collect { get; set; }

    public ExpositionText? Target { get; set; }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (var metric in batch)
        {
            Target?.Add(metric);
        }

        return ExportResult.Success;
    }
}
