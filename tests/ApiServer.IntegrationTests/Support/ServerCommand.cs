using System.Diagnostics;

namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>Runs the server's command line.</summary>
internal static class ServerCommand
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static Process Start(
        string directory, IEnumerable<string> arguments, ServerLog log, IReadOnlyDictionary<string, string>? environment = null)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [ServerBinary.Path, .. arguments])
            {
                WorkingDirectory = directory,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            process.StartInfo.Environment[name] = value;
        }

        process.OutputDataReceived += (_, line) => log.AddOut(line.Data);
        process.ErrorDataReceived += (_, line) => log.AddError(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Runs a server that is expected to end by itself, and returns its exit code.</summary>
    public static async Task<int> RunAsync(ServerLog log, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        // Of its own: the default database is in the current directory.
        var directory = Directory.CreateTempSubdirectory("apiserver-command-").FullName;
        using var process = Start(directory, arguments, log, environment);
        try
        {
            await process.WaitForExitAsync().WaitAsync(Deadline);
            return process.ExitCode;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync();
            }

            Directory.Delete(directory, recursive: true);
        }
    }
}
