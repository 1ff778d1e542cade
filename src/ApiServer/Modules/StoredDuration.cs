using System.Globalization;

namespace Tricorder.ApiServer.Modules;

/// <summary>Durations as JSON of the API writes them: seconds with a fraction, such as <c>0.01s</c>.</summary>
internal static class StoredDuration
{
    public static string Text(TimeSpan duration) =>
        string.Create(CultureInfo.InvariantCulture, $"{(decimal)duration.Ticks / TimeSpan.TicksPerSecond:0.#######}s");

    public static TimeSpan Parse(string text) =>
        TimeSpan.FromTicks((long)(decimal.Parse(text.AsSpan().TrimEnd('s'), CultureInfo.InvariantCulture) * TimeSpan.TicksPerSecond));
}
