using System.Globalization;

namespace Tricorder.ApiServer.Benchmarks.Processes;

/// <summary>Each connection is an open file in both processes, and the system limits them.</summary>
internal static class OpenFiles
{
    private const int Spare = 500;

    /// <summary>Null when all is well, otherwise what to do.</summary>
    public static string? Problem(int agents)
    {
        // The runtime raises the soft limit to the hard one when it starts, and children inherit it.
        var limit = HardLimit();
        return limit >= agents + Spare
            ? null
            : $"{agents} agents need {agents + Spare} open files per process, and the limit is {limit}. "
              + $"Run `ulimit -n {agents + Spare}` in this shell first; if that is refused, raise the hard limit as root "
              + $"(`prlimit --nofile={agents + Spare} --pid $$`, or /etc/security/limits.conf), "
              + "or ask for fewer agents with --agents.";
    }

    private static long HardLimit()
    {
        var words = File.ReadLines("/proc/self/limits").Single(line => line.StartsWith("Max open files", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words[4] == "unlimited" ? long.MaxValue : long.Parse(words[4], CultureInfo.InvariantCulture);
    }
}
