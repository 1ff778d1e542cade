using System.Diagnostics.Metrics;

namespace Tricorder.ApiServer.Tests.Storage;

/// <summary>A meter factory of this test's own, with what its instruments measured.</summary>
internal sealed class TestMeters : IMeterFactory
{
    private readonly List<Meter> _meters = [];
    private readonly List<(string Instrument, double Value)> _measured = [];
    private readonly MeterListener _listener = new();

    public TestMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, this))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Add(instrument, value));
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument, value));
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument, value));
        _listener.Start();
    }

    /// <summary>Makes a listener fail, as none should.</summary>
    public bool Throws { get; set; }

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    public IReadOnlyList<double> Measured(string instrument)
    {
        _listener.RecordObservableInstruments();
        lock (_measured)
        {
            return [.. _measured.Where(measured => measured.Instrument == instrument).Select(measured => measured.Value)];
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meters.ForEach(meter => meter.Dispose());
    }

    private void Add(Instrument instrument, double value)
    {
        if (Throws)
        {
            throw new InvalidOperationException($"nobody may measure {instrument.Name} now");
        }

        lock (_measured)
        {
            _measured.Add((instrument.Name, value));
        }
    }
}
