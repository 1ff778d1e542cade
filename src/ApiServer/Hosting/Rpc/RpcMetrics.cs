using System.Diagnostics.Metrics;
using Grpc.Core;

namespace Tricorder.ApiServer.Hosting.Rpc;

/// <summary>How calls go. Streams live for hours, so they are counted and only calls with one answer are timed.</summary>
internal sealed class RpcMetrics
{
    private static readonly double[] Buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _openStreams;
    private readonly Counter<long> _endedStreams;

    public RpcMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("apiserver");
        _duration = meter.CreateHistogram(
            "rpc_duration_seconds",
            "s",
            "Time from a call's request to its answer, by method and status code.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets });
        _openStreams = meter.CreateUpDownCounter<long>("rpc_open_streams", null, "Streams open now, by method.");
        _endedStreams = meter.CreateCounter<long>("rpc_ended_streams_total", null, "Streams that ended, by method and status code.");
    }

    public void CallAnswered(string method, StatusCode code, TimeSpan duration) =>
        _duration.Record(duration.TotalSeconds, new("method", method), new("code", StatusCodeNames.Of(code)));

    public void StreamOpened(string method) => _openStreams.Add(1, new KeyValuePair<string, object?>("method", method));

    public void StreamEnded(string method, StatusCode code)
    {
        _openStreams.Add(-1, new KeyValuePair<string, object?>("method", method));
        _endedStreams.Add(1, new("method", method), new("code", StatusCodeNames.Of(code)));
    }
}
