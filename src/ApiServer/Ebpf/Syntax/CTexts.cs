using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <summary>What compilers refuse between quotes.</summary>
internal static class CTexts
{
    /// <summary>What is wrong with a text or a character; null when nothing is.</summary>
    /// <param name="token">The text, with its quotes.</param>
    /// <param name="isWide">Whether a prefix such as L says that its characters have more than a byte.</param>
    public static string? Problem(CToken token, bool isWide)
    {
        var text = token.Text.AsSpan()[1..^1];
        for (var at = 0; at < text.Length;)
        {
            if (text[at] != '\\')
            {
                at++;
                continue;
            }

            var digits = Digits(text, at + 1, out var isHexadecimal);
            if (isHexadecimal && digits.Length == 0)
            {
                return @"\x wants hexadecimal digits";
            }

            if (!isWide && IsMoreThanAByte(digits, isHexadecimal))
            {
                return "a character of one byte can not have the value " + EbpfProblem.Name(text.Slice(at, digits.Length + 1).ToString());
            }

            at += digits.Length > 0 ? digits.Length + (isHexadecimal ? 2 : 1) : 2;
        }

        return token.Kind == CTokenKind.Character && text.Length == 0 ? "there is no character between these quotes" : null;
    }

    /// <summary>The digits of <c>\x41</c> or <c>\101</c>; none for <c>\n</c> and the like.</summary>
    private static ReadOnlySpan<char> Digits(ReadOnlySpan<char> text, int at, out bool isHexadecimal)
    {
        isHexadecimal = at < text.Length && text[at] == 'x';
        var start = isHexadecimal ? at + 1 : at;
        var end = start;
        while (end < text.Length && (isHexadecimal ? char.IsAsciiHexDigit(text[end]) : text[end] is >= '0' and <= '7' && end < start + 3))
        {
            end++;
        }

        return text[start..end];
    }

    private static bool IsMoreThanAByte(ReadOnlySpan<char> digits, bool isHexadecimal) => isHexadecimal
        ? digits.TrimStart('0').Length > 2
        : digits.Length == 3 && digits[0] > '3';
}
