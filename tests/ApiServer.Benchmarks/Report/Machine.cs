using System.Globalization;
using System.Runtime.InteropServices;

namespace Tricorder.ApiServer.Benchmarks.Report;

/// <summary>Where it was measured, and how busy that was before.</summary>
internal sealed record Machine(DateTimeOffset Time, int Processors, string System, string Runtime, double LoadAverage)
{
    public static Machine Current(TimeProvider time) => new(
        time.GetUtcNow(), Environment.ProcessorCount, RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription, Load());

    private static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);
}
