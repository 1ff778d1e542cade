using System.Globalization;

namespace Tricorder.ApiServer.Cli.Output;

/// <summary>Sizes in bytes for people, in powers of 1024.</summary>
internal static class SizeText
{
    private static readonly string[] Units = ["KiB", "MiB", "GiB", "TiB", "PiB"];

    public static string Of(long bytes)
    {
        if (bytes < 1024)
        {
            return $"{bytes} B";
        }

        var (size, unit) = (bytes / 1024.0, 0);
        // What would be written as 1024 of a unit is 1 of the next.
        for (; size >= 1023.5 && unit < Units.Length - 1; unit++)
        {
            size /= 1024;
        }

        return $"{size.ToString(size < 10 ? "0.0" : "0", CultureInfo.InvariantCulture)} {Units[unit]}";
    }
}
