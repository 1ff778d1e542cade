using System.Diagnostics;
using Tricorder.ApiServer.Benchmarks.Systems;

namespace Tricorder.ApiServer.Benchmarks.Measures;

/// <summary>From the start of the process to its `ready` line, on an empty directory: schema, keys and all.</summary>
internal static class ColdStart
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public static async Task<double> MeasureAsync(CancellationToken token)
    {
        var directory = Directory.CreateTempSubdirectory("bench-cold-");
        try
        {
            var start = Stopwatch.GetTimestamp();
            await using var process = HereSystem.StartProcess(directory.FullName);
            await process.ExpectAsync(Timeout, token, "ready");
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
