using System.Collections.Concurrent;
using System.Diagnostics;

namespace Tricorder.ApiServer.Benchmarks.Swarm;

/// <summary>Counts answers per generation and tells the coordinator when every agent has given one.</summary>
internal sealed class AnswerBook(TextWriter toCoordinator)
{
    private const int MaxLossesToldOf = 5;

    private readonly ConcurrentDictionary<long, int[]> _answers = new();
    private int _lost;
    private int _retries;

    /// <summary>How many agents are connected; set while none of them answers.</summary>
    public int Agents { get; set; }

    /// <summary>What the newest `welcome` said; zero where the wire has no heartbeat.</summary>
    public TimeSpan HeartbeatInterval { get; set; }

    public void Answered(long generation)
    {
        var count = _answers.GetOrAdd(generation, _ => new int[1]);
        if (Interlocked.Increment(ref count[0]) == Agents)
        {
            Report($"answered {generation} {Agents} {Stopwatch.GetTimestamp()} {Interlocked.Exchange(ref _retries, 0)}");
        }
    }

    public void Retried() => Interlocked.Increment(ref _retries);

    public void Lost(string why)
    {
        var lost = Interlocked.Increment(ref _lost);
        if (lost <= MaxLossesToldOf)
        {
            Report($"lost {lost} {why.ReplaceLineEndings(" ")}");
        }
    }

    public void Reset()
    {
        _answers.Clear();
        _lost = 0;
        _retries = 0;
        HeartbeatInterval = TimeSpan.Zero;
    }

    public void Report(FormattableString line)
    {
        lock (toCoordinator)
        {
            toCoordinator.WriteLine(FormattableString.Invariant(line));
            toCoordinator.Flush();
        }
    }
}
