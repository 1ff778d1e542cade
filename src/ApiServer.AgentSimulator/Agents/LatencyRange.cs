using System.Diagnostics.CodeAnalysis;
using Tricorder.ApiServer.AgentSimulator.Scheduling;
using Tricorder.ApiServer.Parsing;

namespace Tricorder.ApiServer.AgentSimulator.Agents;

/// <summary>How long something takes: between two times.</summary>
/// <param name="Min">Shortest.</param>
/// <param name="Max">Longest.</param>
/// <param name="Uniform">
/// All equally likely; otherwise log-uniform, as real latencies are: half of them lie below the geometric mean of the two.
/// </param>
internal sealed record LatencyRange(TimeSpan Min, TimeSpan Max, bool Uniform = false)
{
    private const string Separator = "..";
    private const string UniformSuffix = ":uniform";

    /// <summary>The longest time that the command line takes.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromDays(30);

    // Where a logarithm of zero would be needed.
    private static readonly TimeSpan SmallestMin = TimeSpan.FromMilliseconds(1);

    public static readonly LatencyRange None = Fixed(TimeSpan.Zero);

    /// <summary>Reads what the command line says: `0`, `250ms`, `50ms..2s` or `1s..5s:uniform`.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out LatencyRange? range)
    {
        var isUniform = text.EndsWith(UniformSuffix, StringComparison.Ordinal);
        var times = (isUniform ? text[..^UniformSuffix.Length] : text).Split(Separator);
        range = null;
        if (times.Length > 2 || !TryParseTime(times[0], out var min) || !TryParseTime(times[^1], out var max) || min > max)
        {
            return false;
        }

        range = new LatencyRange(min, max, isUniform);
        return true;
    }

    /// <summary>As it is written on the command line.</summary>
    public override string ToString() => Min == Max ? Text(Min) : $"{Text(Min)}{Separator}{Text(Max)}{(Uniform ? UniformSuffix : "")}";

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

    private static bool TryParseTime(string text, out TimeSpan time)
    {
        time = TimeSpan.Zero;
        return text == "0" || TimeText.TryParse(text, MaxTime, out time);
    }

    private static string Text(TimeSpan value) =>
        value.TotalSeconds >= 1 ? $"{value.TotalSeconds:0.###}s" : $"{value.TotalMilliseconds:0.###}ms";
}
