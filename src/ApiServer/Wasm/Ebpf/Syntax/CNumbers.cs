using System.Buffers;

namespace Tricorder.ApiServer.Wasm.Ebpf.Syntax;

/// <summary>Tells numbers from what only begins like one, such as <c>08</c> and <c>12ab</c>.</summary>
internal static class CNumbers
{
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF.pP+-");
    private static readonly SearchValues<char> Binary = SearchValues.Create("01");
    private static readonly SearchValues<char> Octal = SearchValues.Create("01234567");
    private static readonly SearchValues<char> Decimal = SearchValues.Create("0123456789.eE+-fFiIjJ");
    private static readonly SearchValues<char> Fraction = SearchValues.Create(".eE");

    public static bool IsNumber(string text)
    {
        var digits = text.AsSpan().TrimEnd("uUlL");
        if (text.Length - digits.Length > 3 || digits.Length == 0)
        {
            return false;
        }

        var second = digits.Length > 1 && digits[0] == '0' ? char.ToLowerInvariant(digits[1]) : ' ';
        return second switch
        {
            'x' => digits.Length > 2 && !digits[2..].ContainsAnyExcept(Hexadecimal),
            'b' => digits.Length > 2 && !digits[2..].ContainsAnyExcept(Binary),
            >= '0' and <= '9' when !digits.ContainsAny(Fraction) => !digits.ContainsAnyExcept(Octal),
            _ => !digits.ContainsAnyExcept(Decimal),
        };
    }
}
