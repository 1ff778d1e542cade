using System.Globalization;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>Resident memory of a process, in MiB.</summary>
internal static class ProcessMemory
{
    public static int Resident(int pid) => Read(pid, "VmRSS:");

    /// <summary>The most it ever was.</summary>
    public static int Peak(int pid) => Read(pid, "VmHWM:");

    private static int Read(int pid, string field)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return int.Parse(
            line[field.Length..].Replace("kB", "", StringComparison.Ordinal),
            NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture) / 1024;
    }
}
