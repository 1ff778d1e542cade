using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Tricorder.ApiServer.Wasm.Confinement;

/// <summary>
/// How programs are started that work on what users send: limits by the kernel, an environment of nothing but what is given here, below
/// the priority of the agents' streams, and, where the kernel lets us, a network namespace without a network.
/// </summary>
internal static class ConfinedProcess
{
    private static readonly string[] WithoutNetwork = ["unshare", "--user", "--map-current-user", "--net"];
    private static readonly Lazy<bool> CanDropNetwork = new(TryDroppingNetwork);

    /// <summary>Starts it; its standard input, output and error are pipes.</summary>
    public static Process Start(
        string directory, IEnumerable<string> command, ProcessLimits limits, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(ScriptOf(limits));
        start.ArgumentList.Add("sh");
        foreach (var argument in CanDropNetwork.Value ? WithoutNetwork.Concat(command) : command)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The process could not be started.");
    }

    /// <summary>Kills it and what it has started; it may have ended already.</summary>
    public static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    private static string ScriptOf(ProcessLimits limits)
    {
        var script = new StringBuilder("ulimit -c 0 && ");
        void Limit(char which, long? value)
        {
            if (value is { } given)
            {
                script.Append(CultureInfo.InvariantCulture, $"ulimit -{which} {given} && ");
            }
        }

        Limit('t', limits.ProcessorTime is { } time ? (long)Math.Ceiling(time.TotalSeconds) : null);
        Limit('v', limits.AddressSpaceBytes / 1024);
        Limit('d', limits.DataBytes / 1024);
        Limit('f', limits.FileBytes / 512);
        Limit('n', limits.OpenFiles);
        script.Append("renice -n 10 -p $$ >/dev/null 2>&1; ");
        if (limits.Alone)
        {
            // dash and bash name it differently. Set last: what follows is exec, which needs no process.
            script.Append("{ ulimit -u 0 || ulimit -p 0; } 2>/dev/null; ");
        }

        return script.Append("exec \"$@\"").ToString();
    }

    private static bool TryDroppingNetwork()
    {
        try
        {
            var start = new ProcessStartInfo(WithoutNetwork[0], [.. WithoutNetwork[1..], "true"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start);
            return process is not null && process.WaitForExit(TimeSpan.FromSeconds(5)) && process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
