using Tricorder.ApiServer.Ebpf.Syntax;
using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf;

/// <summary>
/// Checks the condition of an #if: operands with operators between. Names may be macros of headers, with arguments or without any value, so
/// what stands beside one is not judged.
/// </summary>
internal static class CCondition
{
    private static readonly HashSet<string> Binary =
        ["+", "-", "*", "/", "%", "<<", ">>", "<", ">", "<=", ">=", "==", "!=", "&", "^", "|", "&&", "||", ",", "?", ":"];

    private static readonly HashSet<string> Prefixes = ["+", "-", "!", "~"];

    /// <summary>What is wrong; null when nothing is.</summary>
    /// <param name="tokens">The condition, its macros expanded and <c>defined</c> replaced.</param>
    public static string? Problem(IReadOnlyList<CToken> tokens)
    {
        for (var at = 0; at + 1 < tokens.Count; at++)
        {
            var (left, right) = (tokens[at], tokens[at + 1]);
            if (IsOperand(left) && (left.IsIdentifier ? IsOperand(right) || right.Is("(") : right.IsIdentifier))
            {
                return null;
            }
        }

        var (open, conditionals) = (0, 0);
        var wantsOperand = true;
        for (var at = 0; at < tokens.Count; at++)
        {
            var token = tokens[at];
            if (token.Is("("))
            {
                open++;
            }

            if (token.Is(")") && --open < 0)
            {
                return "a ')' in this condition closes nothing";
            }

            if (token.Kind == CTokenKind.Number && !CNumbers.IsWhole(token.Text))
            {
                return $"'{EbpfProblem.Name(token.Text)}' is no whole number";
            }

            var isOperand = IsOperand(token);
            var fits = isOperand || token.Is("(") || (wantsOperand && Prefixes.Contains(token.Text))
                ? wantsOperand
                : !wantsOperand && (token.Is(")") || Binary.Contains(token.Text));
            if (!fits)
            {
                return $"'{EbpfProblem.Name(token.Text)}' can not stand there in this condition";
            }

            conditionals += token.Is("?") ? 1 : token.Is(":") ? -1 : 0;
            wantsOperand = !isOperand && !token.Is(")");
        }

        return tokens.Count == 0 ? "this directive wants a condition"
            : open > 0 ? "a '(' in this condition is never closed"
            : conditionals != 0 ? "a '?' in this condition wants a ':'"
            : wantsOperand ? "this condition ends where a value should be"
            : null;
    }

    private static bool IsOperand(CToken token) => token.IsIdentifier || token.Kind is CTokenKind.Number or CTokenKind.Character;
}
