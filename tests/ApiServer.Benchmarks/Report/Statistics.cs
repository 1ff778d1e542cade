namespace Tricorder.ApiServer.Benchmarks.Report;

internal static class Statistics
{
    public static double? Median(IEnumerable<double> values) => Percentile(values, 0.5);

    /// <summary>Nearest rank; of an even number of values the median is the lower one. Null when there are none.</summary>
    public static double? Percentile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? null : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
