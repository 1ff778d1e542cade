using System.Globalization;

namespace Tricorder.ApiServer.Storage;

/// <summary>Times as they are stored: UTC, RFC 3339 with microseconds and a fixed width, so that text order is time order.</summary>
internal static class StoredTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>A time as it will be read again, so that an answer from memory and one from the store agree.</summary>
    public static DateTimeOffset Of(DateTimeOffset time) => Parse(Text(time));

    /// <summary>The present, as it will be read again.</summary>
    public static DateTimeOffset Now(TimeProvider clock) => Of(clock.GetUtcNow());

    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.ParseExact(
            text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
