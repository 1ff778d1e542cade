using Tricorder.ApiServer.AgentSimulator.Scheduling;

namespace Tricorder.ApiServer.AgentSimulator.Agents;

/// <summary>How long something takes: between two times.</summary>
/// <param name="Min">Shortest.</param>
/// <param name="Max">Longest.</param>
/// <param name="Uniform">
/// All equally likely; otherwise log-uniform, as real latencies are: half of them lie below the geometric mean of the two.
/// </param>
internal sealed record LatencyRange(TimeSpan Min, TimeSpan Max, bool Uniform = false)
{
    // Where a logarithm of zero would be needed.
    private static readonly TimeSpan SmallestMin = TimeSpan.FromMilliseconds(1);

    public static readonly LatencyRange None = Fixed(TimeSpan.Zero);

    /// <summary>As it is written on the command line.</summary>
    public override string ToString() => Min == Max ? Text(Min) : $"{Text(Min)}..{Text(Max)}{(Uniform ? ":uniform" : "")}";

    public static LatencyRange Fixed(TimeSpan value) => new(value, value);

    public TimeSpan Draw(Dice dice)
    {
        if (Min >= Max)
        {
            return Min;
        }

        if (Uniform)
        {
            return dice.Between(Min, Max);
        }

        var low = Min < SmallestMin ? SmallestMin : Min;
        return low >= Max ? Max : low * Math.Pow(Max / low, dice.NextDouble());
    }

    private static string Text(TimeSpan value) =>
        value.TotalSeconds >= 1 ? $"{value.TotalSeconds:0.###}s" : $"{value.TotalMilliseconds:0.###}ms";
}
