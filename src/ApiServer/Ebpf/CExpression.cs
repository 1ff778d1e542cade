using System.Globalization;
using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf;

/// <summary>Computes constant integer expressions: conditions of #if, lengths of arrays. Names have no value unless given one.</summary>
internal sealed class CExpression
{
    private const int MaxDepth = 64;

    private static readonly string[][] Levels =
    [
        ["||"], ["&&"], ["|"], ["^"], ["&"], ["==", "!="], ["<", ">", "<=", ">="], ["<<", ">>"], ["+", "-"], ["*", "/", "%"],
    ];

    private readonly IReadOnlyList<CToken> _tokens;
    private readonly Func<string, long?> _valueOf;
    private int _at;
    private int _depth;

    private CExpression(IReadOnlyList<CToken> tokens, Func<string, long?> valueOf)
    {
        _tokens = tokens;
        _valueOf = valueOf;
    }

    /// <summary>Null when it is no constant expression, or has a name without value.</summary>
    public static long? Evaluate(IReadOnlyList<CToken> tokens, Func<string, long?> valueOf)
    {
        var expression = new CExpression(tokens, valueOf);
        var value = expression.Conditional();
        return expression._at == tokens.Count ? value : null;
    }

    /// <summary>A number or character as C writes it; null for what is not a whole number.</summary>
    public static long? Number(CToken token)
    {
        if (token.Kind == CTokenKind.Character)
        {
            return token.Text.Length == 3 ? token.Text[1] : null;
        }

        var digits = token.Text.TrimEnd('u', 'U', 'l', 'L').Replace("'", "", StringComparison.Ordinal);
        var (text, style) = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? (digits[2..], NumberStyles.AllowHexSpecifier) : (digits, NumberStyles.None);
        return ulong.TryParse(text, style, CultureInfo.InvariantCulture, out var value) ? unchecked((long)value) : null;
    }

    private bool Take(string text)
    {
        if (_at >= _tokens.Count || !_tokens[_at].Is(text))
        {
            return false;
        }

        _at++;
        return true;
    }

    private long? Conditional()
    {
        if (++_depth > MaxDepth)
        {
            return null;
        }

        var condition = Binary(0);
        if (Take("?"))
        {
            var then = Conditional();
            var otherwise = Take(":") ? Conditional() : null;
            condition = condition is null ? null : condition != 0 ? then : otherwise;
        }

        _depth--;
        return condition;
    }

    private long? Binary(int level)
    {
        if (level == Levels.Length)
        {
            return Unary();
        }

        var left = Binary(level + 1);
        while (_at < _tokens.Count && Levels[level].FirstOrDefault(_tokens[_at].Is) is { } sign)
        {
            _at++;
            left = Apply(sign, left, Binary(level + 1));
        }

        return left;
    }

    private static long? Apply(string sign, long? left, long? right) => (sign, left, right) switch
    {
        ("||", not null and not 0, _) or ("||", _, not null and not 0) => 1,
        ("&&", 0, _) or ("&&", _, 0) => 0,
        (_, null, _) or (_, _, null) => null,
        ("||", _, _) => 0,
        ("&&", _, _) => 1,
        ("|", { } a, { } b) => a | b,
        ("^", { } a, { } b) => a ^ b,
        ("&", { } a, { } b) => a & b,
        ("==", { } a, { } b) => a == b ? 1 : 0,
        ("!=", { } a, { } b) => a != b ? 1 : 0,
        ("<", { } a, { } b) => a < b ? 1 : 0,
        (">", { } a, { } b) => a > b ? 1 : 0,
        ("<=", { } a, { } b) => a <= b ? 1 : 0,
        (">=", { } a, { } b) => a >= b ? 1 : 0,
        ("<<", { } a, >= 0 and < 64 and { } b) => a << (int)b,
        (">>", { } a, >= 0 and < 64 and { } b) => a >> (int)b,
        ("+", { } a, { } b) => unchecked(a + b),
        ("-", { } a, { } b) => unchecked(a - b),
        ("*", { } a, { } b) => unchecked(a * b),
        ("/", { } a, not 0 and not -1 and { } b) => a / b,
        ("%", { } a, not 0 and not -1 and { } b) => a % b,
        _ => null,
    };

    private long? Unary()
    {
        if (_at >= _tokens.Count || ++_depth > MaxDepth)
        {
            return null;
        }

        var token = _tokens[_at++];
        var value = token switch
        {
            { Kind: CTokenKind.Number or CTokenKind.Character } => Number(token),
            { Kind: CTokenKind.Identifier } => _valueOf(token.Text),
            { Text: "!" } => Unary() is { } operand ? (operand == 0 ? 1 : 0) : null,
            { Text: "-" } => unchecked(-Unary()),
            { Text: "+" } => Unary(),
            { Text: "~" } => ~Unary(),
            { Text: "(" } => Parenthesised(),
            _ => null,
        };
        _depth--;
        return value;
    }

    private long? Parenthesised()
    {
        var value = Conditional();
        return Take(")") ? value : null;
    }
}
