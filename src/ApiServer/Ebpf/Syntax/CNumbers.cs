using System.Globalization;
using System.Text.RegularExpressions;

namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <summary>Tells numbers from what only begins like one, such as <c>08</c>, <c>1uu</c> and <c>12ab</c>.</summary>
internal static class CNumbers
{
    // Longer ones than any compiler needs to look at.
    private const int Max = 256;

    // GNU's imaginary numbers have an i or j before or behind the rest.
    private const string Length = "(?:ll|LL|[lL])";
    private const string Suffix = $"(?:[uU]{Length}?|{Length}[uU]?)";
    private const string WholeSuffix = $"(?:[iIjJ]?{Suffix}?|{Suffix}[iIjJ])";

    private static readonly Regex Whole = Matcher("(?<hex>0[xX][0-9a-fA-F]+|0[bB][01]+)|(?<octal>0[0-7]*)|(?<decimal>[1-9][0-9]*)",
        WholeSuffix);

    private static readonly Regex Real = Matcher(
        @"(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+"
        + @"|0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)[pP][+-]?[0-9]+",
        "(?:[iIjJ]?(?:[fFlLqQ]|[fF]16)?|[fFlLqQ][iIjJ])");

    /// <summary>Whether a condition of the preprocessor may have it.</summary>
    public static bool IsWhole(string text) => text.Length <= Max && Whole.IsMatch(text) && FitsInto64Bits(text);

    public static bool IsNumber(string text) => text.Length <= Max && (Whole.IsMatch(text) ? FitsInto64Bits(text) : Real.IsMatch(text));

    private static bool FitsInto64Bits(string text)
    {
        var groups = Whole.Match(text).Groups;
        var (hex, octal, @decimal) = (groups["hex"].Value, groups["octal"].Value, groups["decimal"].Value);
        if (hex.Length > 0)
        {
            return hex[2..].TrimStart('0').Length <= (char.ToLowerInvariant(hex[1]) == 'x' ? 16 : 64);
        }

        // 64 bits are 22 octal digits, the first of which is 1.
        var digits = octal.TrimStart('0');
        return @decimal.Length > 0
            ? ulong.TryParse(@decimal, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            : digits.Length < 22 || (digits.Length == 22 && digits[0] == '1');
    }

    private static Regex Matcher(string digits, string suffix) =>
        new($@"\A(?:{digits}){suffix}\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant);
}
