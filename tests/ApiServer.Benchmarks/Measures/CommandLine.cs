using System.Diagnostics;
using Tricorder.ApiServer.Benchmarks.Systems;

namespace Tricorder.ApiServer.Benchmarks.Measures;

/// <summary>What somebody waits for at a prompt: the native command line, started anew each time.</summary>
/// <param name="HelpMilliseconds">`tricorder --help`.</param>
/// <param name="ListMilliseconds">`tricorder module list` of <see cref="Modules"/> modules, from a server that has answered before.</param>
internal sealed record CommandLine(double HelpMilliseconds, double ListMilliseconds)
{
    public const int Modules = 50;

    public static string Binary { get; } = Locate();

    public static async Task<IReadOnlyList<CommandLine>> MeasureAsync(int rounds, CancellationToken token)
    {
        var directory = Directory.CreateTempSubdirectory("bench-cli-");
        try
        {
            await using var system = (HereSystem)await HereSystem.StartAsync(directory.FullName, [], token);
            await system.CreateAsync(Modules - 1, token);
            var all = new List<CommandLine>();
            // The first is for the machine to read the file, and for the server to warm up.
            for (var round = 0; round <= rounds; round++)
            {
                var help = await TimeAsync(token, "--help");
                var list = await TimeAsync(token, "module", "list", "--server", system.Address.ToString());
                all.Add(new CommandLine(help, list));
            }

            return all[1..];
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<double> TimeAsync(CancellationToken token, params string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(Binary, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);
        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return process.ExitCode == 0 && output.Length > 0
            ? time
            : throw new BenchmarkException($"tricorder {arguments[0]} ended with {process.ExitCode}.");
    }

    private static string Locate()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "ApiServer.sln")))
        {
            directory = directory.Parent ?? throw new BenchmarkException("ApiServer.sln is not above the benchmarks.");
        }

        return Path.Combine(directory.FullName, "artifacts", "cli", "tricorder");
    }
}
