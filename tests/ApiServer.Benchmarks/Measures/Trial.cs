namespace Tricorder.ApiServer.Benchmarks.Measures;

/// <summary>All that was measured on one fresh server.</summary>
internal sealed record Trial(string System, int Agents, int Round)
{
    /// <summary>From the call to all answers, seconds.</summary>
    public double ConvergenceSeconds { get; init; }

    /// <summary>Processor seconds that the server and the load client took for it.</summary>
    public double ServerCpuSeconds { get; init; }

    public double ClientCpuSeconds { get; init; }

    /// <summary>Answers that were refused and sent again.</summary>
    public int Retries { get; init; }

    /// <summary>All agents at once, on a server that has just started, and on one that has served them before.</summary>
    public double ColdConnectSeconds { get; init; }

    public double WarmConnectSeconds { get; init; }

    /// <summary>Resident memory beyond that of the idle server, per agent.</summary>
    public double ConnectedBytesPerAgent { get; init; }

    public double ConvergedBytesPerAgent { get; init; }

    /// <summary>Share of one processor with all agents connected and nothing to do; null when not measured.</summary>
    public double? IdleCpuShare { get; init; }

    /// <summary>Unary calls during one more convergence, milliseconds; empty when not measured.</summary>
    public IReadOnlyList<double> UnaryMilliseconds { get; init; } = [];
}
