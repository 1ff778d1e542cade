using Tricorder.ApiServer.Benchmarks.Measures;

namespace Tricorder.ApiServer.Benchmarks.Report;

/// <summary>One measure of two builds that ran in turns.</summary>
/// <param name="Before">The median of the other build.</param>
/// <param name="Now">The median of this build.</param>
/// <param name="Low">Where the interval of the ratio of the medians begins: 95 % of resampled rounds lie in it.</param>
/// <param name="High">Where it ends.</param>
internal sealed record Comparison(string Name, string Unit, double Before, double Now, double Low, double High)
{
    /// <summary>The name of the other build among the systems.</summary>
    public const string Against = "against";

    /// <summary>With fewer rounds the interval says nothing.</summary>
    public const int MinRounds = 9;

    private const double Tolerated = 1.03;
    private const int Resamples = 4_000;

    /// <summary>Slower means that the whole interval lies above what is tolerated.</summary>
    public bool IsSlower => Low > Tolerated;

    public static IReadOnlyList<Comparison> Of(IReadOnlyList<Trial> trials) =>
    [
        .. trials.Select(trial => trial.Agents).Distinct().Order().SelectMany(agents => Of(trials, agents)),
    ];

    private static IEnumerable<Comparison> Of(IReadOnlyList<Trial> trials, int agents)
    {
        Comparison? Compare(string name, string unit, Func<Trial, double?> value)
        {
            double[] Values(string system) =>
                [.. trials.Where(trial => trial.Agents == agents && trial.System == system).Select(value).OfType<double>()];
            return Of($"{name}, {agents:N0}", unit, Values(Against), Values("here"));
        }

        Comparison?[] all =
        [
            Compare("convergence", "s", trial => trial.ConvergenceSeconds),
            Compare("connect, warm server", "s", trial => trial.WarmConnectSeconds),
            Compare("connect, fresh server", "s", trial => trial.ColdConnectSeconds),
            Compare("memory per agent, connected", "KB", trial => trial.ConnectedBytesPerAgent / 1024),
            Compare("memory per agent, converged", "KB", trial => trial.ConvergedBytesPerAgent / 1024),
            Compare("server CPU per convergence", "s", trial => trial.ServerCpuSeconds),
            Compare("call p99 while they converge", "ms", trial => Statistics.Percentile(trial.UnaryMilliseconds, 0.99)),
        ];
        return all.OfType<Comparison>();
    }

    private static Comparison? Of(string name, string unit, double[] before, double[] now)
    {
        if (before.Length == 0 || now.Length == 0)
        {
            return null;
        }

        // The same numbers give the same interval.
        var random = new Random(1);
        double Resampled(double[] values) =>
            Statistics.Median(Enumerable.Range(0, values.Length).Select(_ => values[random.Next(values.Length)]))!.Value;
        var ratios = Enumerable.Range(0, Resamples).Select(_ => Resampled(now) / Resampled(before)).ToList();
        return new Comparison(
            name, unit, Statistics.Median(before)!.Value, Statistics.Median(now)!.Value,
            Statistics.Percentile(ratios, 0.025)!.Value, Statistics.Percentile(ratios, 0.975)!.Value);
    }
}
