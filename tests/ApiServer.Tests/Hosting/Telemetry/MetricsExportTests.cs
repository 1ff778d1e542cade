using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Hosting.Telemetry;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Hosting.Telemetry;

public sealed class MetricsExportTests
{
    private TestMeters _meters = null!;
    private MetricsExport _export = null!;

    private Meter Meter => _meters.Create(new MeterOptions("apiserver"));

    [SetUp]
    public void SetUp()
    {
        _meters = new TestMeters();
        _export = new MetricsExport(_meters, Options.Create(new ClusterOptions { Name = "lab" }));
    }

    [TearDown]
    public void TearDown()
    {
        _export.Dispose();
        _meters.Dispose();
    }

    [Test]
    public void Read_EachKindOfInstrument_HasItsType()
    {
        Meter.CreateCounter<long>("calls_total").Add(2);
        Meter.CreateObservableCounter("rows_total", () => 7L);
        Meter.CreateUpDownCounter<int>("streams").Add(3);
        Meter.CreateObservableGauge("depth", () => 4);
        Meter.CreateObservableGauge("load", () => 0.25);
        Meter.CreateHistogram<double>("seconds").Record(0.5);

        var scrape = Scrape();

        Assert.That(
            scrape.Families.Values.Select(family => (family.Name, family.Type)),
            Is.EquivalentTo(new[]
            {
                ("apiserver_calls_total", "counter"), ("apiserver_rows_total", "counter"), ("apiserver_streams", "gauge"),
                ("apiserver_depth", "gauge"), ("apiserver_load", "gauge"), ("apiserver_seconds", "histogram"),
            }));
        Assert.That(scrape.Of("apiserver_load"), Is.EqualTo([0.25]));
    }

    [Test]
    public void Read_NothingChangedForAnHour_HasEverythingAsItWas()
    {
        var clock = new FakeTimeProvider();
        var online = 0;
        var streams = Meter.CreateUpDownCounter<int>("streams");
        Meter.CreateCounter<long>("ends_total").Add(5, new KeyValuePair<string, object?>("reason", "Drained"));
        Meter.CreateHistogram<double>("seconds").Record(2);
        Meter.CreateObservableGauge("agents", () => Volatile.Read(ref online));
        streams.Add(23, new KeyValuePair<string, object?>("protocol", "V1"));
        var before = Scrape().Series;
        using var second = clock.CreateTimer(_ => online++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        clock.Advance(TimeSpan.FromHours(1));

        var after = Scrape();
        Assert.That(after.Series.Keys, Is.EquivalentTo(before.Keys));
        Assert.That(after.Of("apiserver_agents"), Is.EqualTo([3600]));
        Assert.That(after.Of("apiserver_ends_total"), Is.EqualTo([5]));
        streams.Add(-23, new KeyValuePair<string, object?>("protocol", "V1"));
        Assert.That(Scrape().Of("apiserver_streams"), Is.EqualTo([0]));
    }

    [Test]
    public void Read_SeriesThatIsNotObservedAnyMore_IsGone()
    {
        string[] modules = ["a", "b"];
        Meter.CreateObservableCounter(
            "rows_total", () => modules.Select(module => new Measurement<long>(1, new KeyValuePair<string, object?>("module", module))));
        Assert.That(Scrape().Of("apiserver_rows_total"), Has.Count.EqualTo(2));

        modules = ["b"];

        Assert.That(Scrape().Series.Keys, Is.EqualTo([@"apiserver_rows_total{cluster=""lab"",module=""b""}"]));
    }

    [Test]
    public void Read_Histogram_HasItsOwnBucketsAndAllThatWasMeasured()
    {
        var histogram = Meter.CreateHistogram(
            "seconds", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 1, 3600] });
        foreach (var value in (double[])[0.001, 0.005, 0.5, 5000])
        {
            histogram.Record(value);
        }

        var scrape = Scrape();

        Assert.That(scrape.Of("apiserver_seconds_bucket", "le=\"0.005\""), Is.EqualTo([2]));
        Assert.That(scrape.Of("apiserver_seconds_bucket", "le=\"1\""), Is.EqualTo([3]));
        Assert.That(scrape.Of("apiserver_seconds_bucket", "le=\"+Inf\""), Is.EqualTo([4]));
        Assert.That(scrape.Of("apiserver_seconds_sum"), Is.EqualTo([5000.506]).Within(1e-9));
        Assert.That(
            _export.Read(ExpositionFormat.OpenMetrics),
            Does.Contain("le=\"1.0\"").And.Contain("le=\"3600.0\"").And.Contain("le=\"0.005\""));
    }

    [Test]
    public void Read_LabelsAndHelpOfAnyText_AreEscaped()
    {
        const string Hostile = "a\"b\\c\nd\\n,}{ é";
        Meter.CreateObservableGauge(
            "odd", () => new Measurement<int>(1, new KeyValuePair<string, object?>("name", Hostile)), null, "One \\ and\ntwo \"lines\".");

        var scrape = Scrape();

        Assert.That(scrape.Series.Keys.Single(), Is.EqualTo($"apiserver_odd{{cluster=\"lab\",name=\"{Hostile}\"}}"));
        Assert.That(scrape.Families.Values.Single().Help, Is.EqualTo("One \\ and\ntwo \"lines\"."));
    }

    [Test]
    public void Read_InstrumentWithMoreSeriesThanAllowed_IsCountedButBounded()
    {
        var calls = Meter.CreateCounter<long>("calls_total");
        for (var i = 0; i < 5000; i++)
        {
            calls.Add(1, new KeyValuePair<string, object?>("caller", i));
        }

        var values = Scrape().Of("apiserver_calls_total");

        Assert.That(values, Has.Count.LessThanOrEqualTo(2001));
        Assert.That(values.Sum(), Is.EqualTo(5000));
    }

    [Test]
    public void Read_MeterOfAnotherHost_IsLeftOut()
    {
        using var others = new TestMeters();
        others.Create(new MeterOptions("apiserver")).CreateCounter<long>("calls_total").Add(2);

        Assert.That(_export.Read(ExpositionFormat.Prometheus), Is.Empty);
    }

    [Test]
    public void Read_OpenMetrics_NamesCountersWithoutSuffixAndEnds()
    {
        Meter.CreateCounter<long>("calls_total", null, "Calls.").Add(2);

        Assert.That(
            _export.Read(ExpositionFormat.OpenMetrics),
            Is.EqualTo("# HELP apiserver_calls Calls.\n# TYPE apiserver_calls counter\napiserver_calls_total{cluster=\"lab\"} 2\n# EOF\n"));
    }

    private Exposition Scrape() => Exposition.Parse(_export.Read(ExpositionFormat.Prometheus));
}
