using System.Globalization;
using System.Text;
using OpenTelemetry.Metrics;

namespace Tricorder.ApiServer.Hosting.Telemetry;

/// <summary>Metrics as the text that Prometheus reads (version 0.0.4), or as OpenMetrics.</summary>
internal sealed class ExpositionText(ExpositionFormat format, string cluster)
{
    private const string Total = "_total";

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _labels = new();

    public void Add(Metric metric)
    {
        var (name, type) = (NameOf(metric), TypeOf(metric.MetricType));
        var isFirst = true;
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            if (isFirst)
            {
                Head(name, type, metric.Description);
                isFirst = false;
            }

            Add(name, metric.MetricType, point);
        }
    }

    public string End() => format.IsOpenMetrics ? _text.Append("# EOF\n").ToString() : _text.ToString();

    private static string NameOf(Metric metric)
    {
        var name = metric.MeterName == MetricsExport.MeterName ? $"{MetricsExport.MeterName}_{metric.Name}" : metric.Name;
        return name.Replace('.', '_').Replace('-', '_').Replace('/', '_');
    }

    private static string TypeOf(MetricType type) => type switch
    {
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.Histogram => "histogram",
        _ => "gauge",
    };

    private void Head(string name, string type, string help)
    {
        // In OpenMetrics a counter's family goes without the suffix that its samples have.
        var family = format.IsOpenMetrics && type == "counter" && name.EndsWith(Total, StringComparison.Ordinal)
            ? name[..^Total.Length]
            : name;
        if (help.Length > 0)
        {
            _text.Append("# HELP ").Append(family).Append(' ');
            AppendEscaped(_text, help, quotes: format.IsOpenMetrics);
            _text.Append('\n');
        }

        _text.Append("# TYPE ").Append(family).Append(' ').Append(type).Append('\n');
    }

    private void Add(string name, MetricType type, in MetricPoint point)
    {
        ReadLabels(point);
        switch (type)
        {
            case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                Sample(name, point.GetSumLong());
                break;
            case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                Sample(name, point.GetSumDouble());
                break;
            case MetricType.LongGauge:
                Sample(name, point.GetGaugeLastValueLong());
                break;
            case MetricType.DoubleGauge:
                Sample(name, point.GetGaugeLastValueDouble());
                break;
            default:
                AddHistogram(name, point);
                break;
        }
    }

    private void AddHistogram(string name, in MetricPoint point)
    {
        var count = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            Sample(name + "_bucket", count, bucket.ExplicitBound);
        }

        Sample(name + "_sum", point.GetHistogramSum());

        // Not what the point says: somebody may have measured between the two, and the last bucket is the count by definition.
        Sample(name + "_count", count);
    }

    private void ReadLabels(in MetricPoint point)
    {
        _labels.Clear();
        foreach (var tag in point.Tags)
        {
            AppendLabel(tag.Key.Replace('.', '_').Replace('-', '_'), Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "");
        }

        AppendLabel("cluster", cluster);
    }

    private void AppendLabel(string name, string value)
    {
        _labels.Append(_labels.Length > 0 ? "," : "").Append(name).Append("=\"");
        AppendEscaped(_labels, value, quotes: true);
        _labels.Append('"');
    }

    private void Sample(string name, long value) => Start(name).Append("} ").Append(CultureInfo.InvariantCulture, $"{value}").Append('\n');

    private void Sample(string name, double value) => Start(name).Append("} ").Append(Text(value)).Append('\n');

    private void Sample(string name, long value, double upTo)
    {
        var bound = Text(upTo);
        var isWhole = format.IsOpenMetrics && bound.All(char.IsAsciiDigit);
        Start(name).Append(",le=\"")
            .Append(bound).Append(isWhole ? ".0" : "").Append("\"} ").Append(CultureInfo.InvariantCulture, $"{value}").Append('\n');
    }

    private StringBuilder Start(string name) => _text.Append(name).Append('{').Append(_labels);

    private static string Text(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
            : double.IsNegativeInfinity(value) ? "-Inf"
            : value.ToString("R", CultureInfo.InvariantCulture);

    private static void AppendEscaped(StringBuilder text, string value, bool quotes)
    {
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => text.Append(@"\\"),
                '\n' => text.Append(@"\n"),
                '"' when quotes => text.Append("\\\""),
                _ => text.Append(c),
            };
        }
    }
}
