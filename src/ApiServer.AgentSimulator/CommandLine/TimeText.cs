using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Tricorder.ApiServer.AgentSimulator.Agents;

namespace Tricorder.ApiServer.AgentSimulator.CommandLine;

/// <summary>Times as people type them: `250ms`, `2s`, `1m30s`, and ranges of them: `50ms..2s`.</summary>
internal static class TimeText
{
    private const string RangeSeparator = "..";
    private const string UniformSuffix = ":uniform";
    private static readonly SearchValues<char> NumberLetters = SearchValues.Create("0123456789.");
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private static readonly (string Unit, TimeSpan Value)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
    ];

    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        if (text is "0")
        {
            return true;
        }

        if (text.IsEmpty)
        {
            return false;
        }

        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExcept(NumberLetters);
            if (digits <= 0
                || !double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            text = text[digits..];
            var letters = text.IndexOfAny(NumberLetters);
            var name = letters < 0 ? text.ToString() : text[..letters].ToString();
            var unit = Array.Find(Units, unit => unit.Unit == name);
            if (unit.Unit is null || number * unit.Value.TotalDays > Longest.TotalDays)
            {
                return false;
            }

            value += number * unit.Value;
            text = text[name.Length..];
        }

        return value <= Longest;
    }

    public static bool TryParseRange(string text, [NotNullWhen(true)] out LatencyRange? range)
    {
        var isUniform = text.EndsWith(UniformSuffix, StringComparison.Ordinal);
        var times = (isUniform ? text[..^UniformSuffix.Length] : text).Split(RangeSeparator);
        range = null;
        if (times.Length > 2 || !TryParse(times[0], out var min) || !TryParse(times[^1], out var max) || min > max)
        {
            return false;
        }

        range = new LatencyRange(min, max, isUniform);
        return true;
    }
}
