namespace Tricorder.ApiServer.Ebpf.Tokens;

/// <summary>Brackets must match before anything else can be said; nothing after this looks for an end that is not there.</summary>
internal static class CBrackets
{
    // That of clang. It also bounds the time of all that looks for partners.
    private const int DeepestNesting = 256;

    // More than any argument has whose type can be told.
    private const int MaxOfArgument = 16;

    public static EbpfProblem? Check(IReadOnlyList<CToken> tokens)
    {
        var open = new Stack<CToken>();
        foreach (var token in tokens)
        {
            if (token.Kind is CTokenKind.Stray or CTokenKind.OpenComment)
            {
                return EbpfProblem.Error(EbpfCodes.Syntax,
                    token.Kind == CTokenKind.OpenComment
                        ? "this comment does not end; add */"
                        : $"this {token.Text} has no partner on its line",
                    token);
            }

            if (token.Kind != CTokenKind.Punctuator)
            {
                continue;
            }

            if (token.Text is "(" or "[" or "{")
            {
                open.Push(token);
                if (open.Count > DeepestNesting)
                {
                    return EbpfProblem.Error(EbpfCodes.Syntax, $"brackets are nested more than {DeepestNesting} levels deep here", token);
                }
            }
            else if (token.Text is ")" or "]" or "}" && (!open.TryPop(out var opened) || Partner(opened) != token.Text))
            {
                return EbpfProblem.Error(EbpfCodes.Syntax, opened.Text is null
                    ? $"this '{token.Text}' closes nothing"
                    : $"this '{token.Text}' does not match the '{opened.Text}' in line {opened.Line}", token);
            }
        }

        return open.TryPop(out var unclosed)
            ? EbpfProblem.Error(EbpfCodes.Syntax, $"this '{unclosed.Text}' is never closed", unclosed)
            : null;
    }

    /// <summary>For each bracket the index of its partner, for all else -1. The brackets must match.</summary>
    public static int[] Partners(IReadOnlyList<CToken> tokens)
    {
        var partners = new int[tokens.Count];
        var open = new Stack<int>();
        for (var at = 0; at < tokens.Count; at++)
        {
            partners[at] = -1;
            if (tokens[at].Kind == CTokenKind.Punctuator && tokens[at].Text is "(" or "[" or "{")
            {
                open.Push(at);
            }
            else if (tokens[at].Kind == CTokenKind.Punctuator && tokens[at].Text is ")" or "]" or "}" && open.TryPop(out var opened))
            {
                (partners[at], partners[opened]) = (opened, at);
            }
        }

        return partners;
    }

    /// <summary>The index of the bracket that closes the one at <paramref name="at"/>.</summary>
    public static int End(IReadOnlyList<CToken> tokens, int at)
    {
        var depth = 0;
        for (; at < tokens.Count; at++)
        {
            if (tokens[at].Kind != CTokenKind.Punctuator)
            {
                continue;
            }

            if (tokens[at].Text is "(" or "[" or "{")
            {
                depth++;
            }
            else if (tokens[at].Text is ")" or "]" or "}" && --depth == 0)
            {
                return at;
            }
        }

        return tokens.Count - 1;
    }

    /// <summary>Up to so many of the first arguments in the parentheses at an index; what is behind them is not looked at.</summary>
    public static List<IReadOnlyList<CToken>> FirstArguments(IReadOnlyList<CToken> tokens, int open, int most)
    {
        var arguments = new List<IReadOnlyList<CToken>>();
        var argument = new List<CToken>();
        var depth = 0;
        for (var at = open + 1; at < tokens.Count && arguments.Count < most; at++)
        {
            var (token, isPunctuator) = (tokens[at], tokens[at].Kind == CTokenKind.Punctuator);
            if (depth == 0 && (token.Is(",") || token.Is(")")))
            {
                arguments.Add(argument);
                argument = [];
                if (token.Is(")"))
                {
                    break;
                }

                continue;
            }

            depth += isPunctuator && token.Text is "(" or "[" or "{" ? 1 : isPunctuator && token.Text is ")" or "]" or "}" ? -1 : 0;
            if (argument.Count < MaxOfArgument)
            {
                argument.Add(token);
            }
        }

        return arguments;
    }

    /// <summary>Splits at a punctuator outside of brackets; no tokens give no parts.</summary>
    public static List<IReadOnlyList<CToken>> Split(IReadOnlyList<CToken> tokens, string separator)
    {
        var parts = new List<IReadOnlyList<CToken>>();
        var part = new List<CToken>();
        for (var at = 0; at < tokens.Count; at++)
        {
            if (tokens[at].Is(separator))
            {
                parts.Add(part);
                part = [];
                continue;
            }

            var end = tokens[at].Text is "(" or "[" or "{" && tokens[at].Kind == CTokenKind.Punctuator ? End(tokens, at) : at;
            for (; at < end; at++)
            {
                part.Add(tokens[at]);
            }

            part.Add(tokens[at]);
        }

        if (part.Count > 0)
        {
            parts.Add(part);
        }

        return parts;
    }

    private static string Partner(CToken open) => open.Text switch { "(" => ")", "[" => "]", _ => "}" };
}
