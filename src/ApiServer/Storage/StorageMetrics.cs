using System.Diagnostics.Metrics;

namespace Tricorder.ApiServer.Storage;

/// <summary>How the writer is doing.</summary>
internal sealed class StorageMetrics
{
    private readonly Meter _meter;
    private readonly Histogram<int> _groupSize;
    private readonly Histogram<double> _commitTime;
    private readonly Counter<long> _failedGroups;

    public StorageMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("apiserver");
        _groupSize = _meter.CreateHistogram(
            "commit_group_size",
            "{units}",
            "Units of work committed together.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] });
        _commitTime = _meter.CreateHistogram(
            "commit_seconds",
            "s",
            "Time of a commit group, from BEGIN until it was durable.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
            });
        _failedGroups = _meter.CreateCounter<long>("commit_groups_failed_total", "{groups}", "Commit groups that the store refused.");
        _failedGroups.Add(0); // So that its first increase is one.
    }

    public void ObserveQueue(Func<int> depth) =>
        _meter.CreateObservableGauge("writer_queue_depth", depth, "{units}", "Units of work that wait for the writer.");

    public void GroupCommitted(int units, TimeSpan took)
    {
        _groupSize.Record(units);
        _commitTime.Record(took.TotalSeconds);
    }

    public void GroupFailed() => _failedGroups.Add(1);
}
