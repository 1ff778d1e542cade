using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Reconciling;

/// <summary>When a loop runs. What every loop must say has no default.</summary>
/// <param name="Name">Which loop it is, as docs/reconciling.md and <c>/readyz</c> call it.</param>
/// <param name="Work">What it does, as the beginning of a sentence in the log.</param>
internal sealed record LoopPlan(string Name, string Work)
{
    /// <summary>What makes it run before the resync.</summary>
    public required LoopTrigger Trigger { get; init; }

    /// <summary>The longest time from the end of a run to the next one, when nothing failed.</summary>
    public required TimeSpan Resync { get; init; }

    /// <summary>Whether only the process that leads may run it.</summary>
    public required bool RequiresLeader { get; init; }

    /// <summary>The time from the start of the process to the first run, unless a trigger comes before.</summary>
    public TimeSpan FirstAfter { get; init; }

    /// <summary>The shortest time from the end of a run to the next one, and between two looks at whether there is news.</summary>
    public TimeSpan Pace { get; init; }

    /// <summary>The pauses after failures; null = about the resync interval.</summary>
    public RetryPauses? Retry { get; init; }

    /// <summary>It runs once more when the process stops, after everything that writes has stopped.</summary>
    public bool RunsAtEnd { get; init; }

    public ProcessPhase Phase => RequiresLeader ? ProcessPhase.Lead : ProcessPhase.Serve;

    /// <summary>How long to wait after this many failures in a row; jittered.</summary>
    public TimeSpan PauseAfter(int failures) => Retry is { } retry
        ? Backoff.After(failures, retry.Min, retry.Max)
        : Backoff.After(1, Resync, Resync);
}

/// <summary>Pauses between retries double from the smallest to the largest.</summary>
internal readonly record struct RetryPauses(TimeSpan Min, TimeSpan Max)
{
    public static RetryPauses Seconds(double min, double max) => new(TimeSpan.FromSeconds(min), TimeSpan.FromSeconds(max));
}
