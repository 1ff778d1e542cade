using System.Text;

namespace Tricorder.ApiServer.Errors;

/// <summary>
/// Cuts text to what it costs in a gRPC trailer, where every byte that is not printable ASCII takes three (percent encoding).
/// Callers' own text (ids, names, field paths) comes back in errors, so its length is theirs to choose and ours to bound.
/// </summary>
internal static class BoundedText
{
    private const char Ellipsis = '…';
    private const int EllipsisCost = 9;

    public static string Cut(string text, int budget)
    {
        var cost = 0;
        var keep = 0;
        var index = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            cost += Cost(rune);
            if (cost > budget)
            {
                return string.Concat(text.AsSpan(0, keep), [Ellipsis]);
            }

            index += rune.Utf16SequenceLength;
            if (cost <= budget - EllipsisCost)
            {
                keep = index;
            }
        }

        return text;
    }

    private static int Cost(Rune rune) => rune.Value is >= 0x20 and <= 0x7E and not '%' ? 1 : 3 * rune.Utf8SequenceLength;
}
