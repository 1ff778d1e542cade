using System.Globalization;

namespace Tricorder.ApiServer.Common;

/// <summary>Lengths of time, as people say them.</summary>
internal static class Durations
{
    /// <summary>In the largest unit that it is a whole number of: "30 days", "36 hours", "1 second".</summary>
    public static string InWords(TimeSpan time) => time switch
    {
        { Ticks: >= TimeSpan.TicksPerDay } when time.Ticks % TimeSpan.TicksPerDay == 0 => Count(time.TotalDays, "day"),
        { Ticks: >= TimeSpan.TicksPerHour } when time.Ticks % TimeSpan.TicksPerHour == 0 => Count(time.TotalHours, "hour"),
        { Ticks: >= TimeSpan.TicksPerMinute } when time.Ticks % TimeSpan.TicksPerMinute == 0 => Count(time.TotalMinutes, "minute"),
        _ => Count(time.TotalSeconds, "second"),
    };

    private static string Count(double count, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:0.###} {unit}{(count == 1 ? "" : "s")}");
}
