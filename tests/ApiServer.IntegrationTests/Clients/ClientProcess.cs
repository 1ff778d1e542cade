using System.ComponentModel;
using System.Diagnostics;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Clients;

/// <summary>A program that somebody wrote with an SDK, run to its end.</summary>
internal sealed record ClientProcess(int ExitCode, string Output, string Error)
{
    /// <summary>Go compiles first, which takes its time on a new machine.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The directory that this file of the repository is in, with all of its path; where it is missing the test is ignored, on CI it fails.
    /// </summary>
    public static string Needs(string path, string howToGetIt)
    {
        var full = Path.Combine(Repository, path);
        if (!File.Exists(full))
        {
            Missing($"Needs {path}: {howToGetIt}.");
        }

        return Path.GetDirectoryName(full)!;
    }

    /// <summary>
    /// Runs it with these variables beside those of the test; a program that is not installed is a missing prerequisite too.
    /// </summary>
    public static async Task<ClientProcess> RunAsync(
        string program, IEnumerable<string> arguments, string directory, IReadOnlyDictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Start(start);
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(Deadline);
            return new ClientProcess(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    public static string Repository
    {
        get
        {
            var directory = new DirectoryInfo(ServerBinary.Path);
            while (!File.Exists(Path.Combine(directory.FullName, "ApiServer.sln")))
            {
                directory = directory.Parent!;
            }

            return directory.FullName;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            Missing($"Needs {start.FileName}: {e.Message}.");
            throw;
        }
    }

    /// <summary>Ignores the test; on CI, where all must be there, it fails.</summary>
    public static void Missing(string what)
    {
        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 })
        {
            Assert.Fail(what);
        }

        Assert.Ignore(what);
    }
}
