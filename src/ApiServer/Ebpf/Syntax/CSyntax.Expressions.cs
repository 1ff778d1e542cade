using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <content>Expressions: operands with operators between. How strongly operators bind decides about no error.</content>
internal sealed partial class CSyntax
{
    private void Expression(bool commas = true)
    {
        // For each '?' that is open, its ':' is still to come.
        var conditionals = 0;
        while (true)
        {
            Operand();
            while (IsUnknownMacro(Current) && !(Peek(1).Is("(") && Current.Line > Previous.Line))
            {
                // `x = a FILTER;`: a placeholder may hold an operator and more. A call in the next line means a semicolon is missing.
                TakePlaceholder();
                if (Is("("))
                {
                    SkipBrackets();
                }
            }

            if (Take("?"))
            {
                conditionals++;
                if (!Is(":"))
                {
                    continue;
                }
            }

            if (conditionals > 0 && Take(":"))
            {
                conditionals--;
            }
            else if (Current.Kind == CTokenKind.Punctuator && CWords.BinaryOperators.Contains(Current.Text))
            {
                _at++;
            }
            else if (!(Is(",") && (commas || conditionals > 0)))
            {
                break;
            }
            else
            {
                _at++;
            }
        }

        if (conditionals > 0)
        {
            throw Fail($"expected ':' of this '?:' before {Describe(Current)}", Current);
        }
    }

    private void Operand()
    {
        while (true)
        {
            var token = Current;
            switch (token.Kind)
            {
                case CTokenKind.Number:
                    if (!CNumbers.IsNumber(token.Text))
                    {
                        throw Fail($"{Describe(token)} is no number", token);
                    }

                    _at++;
                    Postfix(isNumber: true);
                    return;
                case CTokenKind.Character:
                    CheckText(isWide: false);
                    _at++;
                    Postfix(isNumber: true);
                    return;
                case CTokenKind.Text:
                    Texts();
                    Postfix();
                    return;
                case CTokenKind.Punctuator when CWords.PrefixOperators.Contains(token.Text):
                    _at++;
                    continue;
                case CTokenKind.Punctuator when token.Text == "&&" && IsLabel(Peek(1)):
                    // GNU: the address of a label.
                    _at += 2;
                    return;
                case CTokenKind.Punctuator when CScriptTokens.IsFormat(token, Peek(1)):
                    TakePlaceholder();
                    _at++;
                    return;
                case CTokenKind.Punctuator when token.Text == "(":
                    if (Parenthesised())
                    {
                        continue;
                    }

                    Postfix();
                    return;
                case CTokenKind.Identifier when CWords.SizeOf.Contains(token.Text):
                    _at++;
                    if (Is("(") && !Peek(1).Is("{"))
                    {
                        SizeOf();
                        return;
                    }

                    continue;
                case CTokenKind.Identifier when token.Text is "__extension__" or "__real__" or "__imag__":
                    _at++;
                    continue;
                case CTokenKind.Identifier when IsUnknownMacro(token) && Peek(1).IsIdentifier && Peek(1).Line == token.Line
                    && !CWords.IsReserved(Peek(1).Text):
                    // `if (FILTER a == b)`: a placeholder may hold an operand and an operator.
                    TakePlaceholder();
                    continue;
                case CTokenKind.Identifier when !CWords.IsReserved(token.Text) || token.Text == "_Generic":
                    Named();
                    return;
                default:
                    throw Fail($"expected an expression before {Describe(token)}", token);
            }
        }
    }

    /// <summary>At an opening parenthesis. True when it was a cast, so that the operand is still to come.</summary>
    private bool Parenthesised()
    {
        if (Peek(1).Is("{"))
        {
            _at++;
            Block();
            Expect(")");
            return false;
        }

        var isType = IsTypeInParentheses(_at);
        _at++;
        if (!isType)
        {
            Expression();
            Expect(")");
            return false;
        }

        TypeName();
        Expect(")");
        if (!Is("{"))
        {
            return true;
        }

        Braces();
        return false;
    }

    private void Texts()
    {
        while (true)
        {
            if (Current.Kind == CTokenKind.Text)
            {
                CheckText(isWide: IsPrefix(Previous));
                _at++;
            }
            else if (Previous.Kind == CTokenKind.Text && IsUnknown(Current) && !Peek(1).Is("("))
            {
                _at++;
            }
            else if (IsUnknown(Current) && Peek(1).Is("(") && (IsAttributeName(Current) || CWords.LooksLikeMacro(Current.Text))
                && Current.Line == Previous.Line)
            {
                // `"y" __stringify(x)`; a call in the next line means that a semicolon is missing.
                _at++;
                SkipBrackets();
            }
            else
            {
                return;
            }
        }
    }

    private static bool IsPrefix(CToken token) => token.IsIdentifier && token.Text is "L" or "u" or "U" or "u8";

    private void CheckText(bool isWide)
    {
        if (CTexts.Problem(Current, isWide) is { } problem)
        {
            throw Fail(problem, Current);
        }
    }

    private void Named()
    {
        var name = Current;
        _at++;
        if (Current.Kind is CTokenKind.Text or CTokenKind.Character && !Current.AfterSpace && IsPrefix(name))
        {
            CheckText(isWide: true);
            _at++;
        }
        else if (Current.Kind == CTokenKind.Text && IsUnknown(name))
        {
            // A macro of headers with text behind it.
            Texts();
        }

        if (Is("("))
        {
            Arguments(name);
            if (Current.Kind == CTokenKind.Text && IsUnknown(name))
            {
                Texts();
            }
        }

        Postfix();
    }

    private void Postfix(bool isNumber = false)
    {
        while (true)
        {
            if (Take("["))
            {
                Expression();
                Expect("]");
                isNumber = false;
            }
            else if (isNumber)
            {
                return;
            }
            else if (Is("("))
            {
                Arguments(Nothing);
            }
            else if (Take(".") || Take("->"))
            {
                if (!Current.IsIdentifier || CWords.IsReserved(Current.Text))
                {
                    throw Fail($"expected the name of a member before {Describe(Current)}", Current);
                }

                _at++;
            }
            else if (!Take("++") && !Take("--"))
            {
                return;
            }
        }
    }

    /// <summary>
    /// At the parenthesis. A function's arguments are expressions. A macro of headers may take types, and one that is written in capitals
    /// may take anything.
    /// </summary>
    private void Arguments(CToken name)
    {
        if (name.Is("_Generic"))
        {
            Generic();
            return;
        }

        var takesExpressions = name.IsIdentifier
            && (CWords.TakeExpressions.Contains(name.Text) || name.Text.StartsWith("PT_REGS_", StringComparison.Ordinal));
        if (IsUnknownMacro(name) && !takesExpressions)
        {
            SkipBrackets();
            return;
        }

        var takesTypes = IsUnknown(name);
        var pointers = takesTypes && !name.Text.StartsWith("bpf_", StringComparison.Ordinal);
        _at++;
        if (Take(")"))
        {
            return;
        }

        do
        {
            if (takesTypes && (IsTypeAt(_at) || (pointers && IsUnknownPointer(_at))))
            {
                TypeName();
            }
            else
            {
                Expression(commas: false);
            }
        }
        while (Take(","));
        Expect(")");
    }
}
