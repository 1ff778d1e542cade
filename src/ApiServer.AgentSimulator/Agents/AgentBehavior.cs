namespace Tricorder.ApiServer.AgentSimulator.Agents;

/// <summary>How an agent fares with what it is told to do, unless a test scripts its next answers.</summary>
internal sealed record AgentBehavior
{
    /// <summary>Time that a load or an unload takes.</summary>
    public LatencyRange Latency { get; init; } = LatencyRange.None;

    /// <summary>Probability that a load fails.</summary>
    public double FailRate { get; init; }

    /// <summary>Every load fails, with a text of the kernel's verifier.</summary>
    public bool AlwaysFails { get; init; }

    /// <summary>Probability that a loaded module traps once it has run for <see cref="TrapAfter"/>.</summary>
    public double TrapRate { get; init; }

    public LatencyRange TrapAfter { get; init; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60));

    /// <summary>Loads that take at least this long are reported IN_PROGRESS first; zero reports each.</summary>
    public TimeSpan ProgressAbove { get; init; } = TimeSpan.FromMilliseconds(50);
}
