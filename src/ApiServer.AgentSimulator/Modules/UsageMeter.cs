using Tricorder.ApiServer.AgentSimulator.Scheduling;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.AgentSimulator.Modules;

/// <summary>
/// Counters of one loaded module. Nothing runs between two readings: they grow by the time that has passed.
/// </summary>
internal sealed class UsageMeter
{
    private const double SlowestEventRate = 2;
    private const double FastestEventRate = 2000;
    private const double LostShare = 0.0001;
    private const double MicrosecondsPerEvent = 9;
    private const int SmallestMemory = 6 << 20;
    private const int LargestMemory = 48 << 20;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Dice _dice;
    private readonly double _eventsPerSecond;
    private readonly long _memoryBytes;
    private long _readAt;
    private double _events;
    private double _lost;
    private long _errors;
    private string _lastError = "";
    private ModuleErrorKind _lastErrorKind;
    private bool _counts;

    public UsageMeter(TimeProvider time, Dice dice)
    {
        _time = time;
        _dice = dice;
        // Log-uniform: most modules trace something rare, a few something hot.
        _eventsPerSecond = SlowestEventRate * Math.Pow(FastestEventRate / SlowestEventRate, dice.NextDouble());
        _memoryBytes = (long)dice.Between(SmallestMemory, LargestMemory);
        _readAt = time.GetTimestamp();
    }

    public UsageReading Read()
    {
        lock (_gate)
        {
            Advance();
            var events = (long)_events;
            var lost = (long)_lost;
            return new UsageReading(
                events,
                lost,
                Math.Max(0, events - lost - _errors),
                _errors,
                _lastError,
                _lastErrorKind,
                TimeSpan.FromMicroseconds(_events * MicrosecondsPerEvent),
                _memoryBytes + (long)(_dice.NextDouble() * (1 << 20)));
        }
    }

    /// <summary>Counts one event that really was inserted, or was not. From the first on, nothing grows by itself.</summary>
    public void Count(string error)
    {
        lock (_gate)
        {
            if (!_counts)
            {
                (_counts, _events, _lost) = (true, 0, 0);
            }

            _events++;
            if (error.Length > 0)
            {
                _errors++;
            }

            _lastError = error;
            _lastErrorKind = error.Length > 0 ? ModuleErrorKind.Insert : ModuleErrorKind.Unspecified;
        }
    }

    /// <summary>Counts the event at which the WASM function failed; no more events are processed after it.</summary>
    public void Fail(string error)
    {
        lock (_gate)
        {
            Advance();
            _events++;
            _errors++;
            _lastError = error;
            _lastErrorKind = ModuleErrorKind.Wasm;
        }
    }

    private void Advance()
    {
        var now = _time.GetTimestamp();
        if (_lastError.Length == 0 && !_counts)
        {
            var events = _time.GetElapsedTime(_readAt, now).TotalSeconds * _eventsPerSecond * _dice.Between(0.8, 1.2);
            _events += events;
            _lost += events * LostShare;
        }

        _readAt = now;
    }
}

/// <summary>What a module did since it was loaded.</summary>
internal readonly record struct UsageReading(
    long Events, long LostEvents, long RowsWritten, long Errors, string LastError, ModuleErrorKind LastErrorKind, TimeSpan CpuTime,
    long MemoryBytes);
