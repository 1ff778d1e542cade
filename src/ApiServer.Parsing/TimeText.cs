using System.Buffers;
using System.Globalization;

namespace Tricorder.ApiServer.Parsing;

/// <summary>Spans of time as people type and read them: `250ms`, `30s`, `1m30s`, `7d`.</summary>
internal static class TimeText
{
    public static readonly TimeSpan Max = TimeSpan.FromDays(36_500);

    private static readonly SearchValues<char> NumberLetters = SearchValues.Create("0123456789.");

    private static readonly (string Unit, TimeSpan Value)[] Units =
    [
        ("d", TimeSpan.FromDays(1)),
        ("h", TimeSpan.FromHours(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    public static bool TryParse(string text, out TimeSpan time) => TryParse(text, Max, out time);

    public static bool TryParse(string text, TimeSpan longest, out TimeSpan time)
    {
        time = TimeSpan.Zero;
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty)
        {
            return false;
        }

        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(NumberLetters);
            if (digits <= 0
                || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            rest = rest[digits..];
            var letters = rest.IndexOfAny(NumberLetters);
            var name = (letters < 0 ? rest : rest[..letters]).ToString();
            var unit = Array.Find(Units, unit => unit.Unit == name);
            if (unit.Unit is null || number * unit.Value.TotalDays + time.TotalDays > longest.TotalDays)
            {
                return false;
            }

            time += number * unit.Value;
            rest = rest[name.Length..];
        }

        return true;
    }

    /// <summary>The two greatest units that are not zero.</summary>
    public static string Format(TimeSpan time)
    {
        var parts = new List<string>();
        var rest = time < TimeSpan.Zero ? TimeSpan.Zero : time;
        foreach (var (unit, value) in Units)
        {
            var count = (long)(rest / value);
            if (count > 0 && (unit != "ms" || parts.Count == 0))
            {
                parts.Add($"{count}{unit}");
                rest -= count * value;
            }
        }

        return parts.Count == 0 ? "0s" : string.Concat(parts.Take(2));
    }

    /// <summary>Only the greatest unit: how long ago something was.</summary>
    public static string Age(TimeSpan time)
    {
        foreach (var (unit, value) in Units)
        {
            if (time >= value && unit != "ms")
            {
                return $"{(long)(time / value)}{unit}";
            }
        }

        return "0s";
    }
}
