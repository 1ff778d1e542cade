using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <content>Statements that begin with a name of which nothing is known: a declaration, an expression, or a macro of any kind.</content>
internal sealed partial class CSyntax
{
    // Whether the statement just read was a macro that a statement belongs to, such as a loop of its own.
    private bool _headFollows;

    private void DeclarationOrExpression(bool behindHead)
    {
        CheckStatementSpelling();
        if (TakeMacroStatement())
        {
            return;
        }

        if (!IsDeclaration())
        {
            Expression();
            ExpectSemicolon("statement");
        }
        else if (behindHead && IsTypeAt(_at))
        {
            throw Fail($"expected a statement before {Describe(Current)}: a declaration wants braces around it here", Current);
        }
        else
        {
            Declaration();
        }
    }

    /// <summary>Whether a declaration begins here: a type, two names in a row, or two with stars between.</summary>
    private bool IsDeclaration()
    {
        if (!Current.IsIdentifier)
        {
            return false;
        }

        if (IsTypeAt(_at) || CWords.Attributes.Contains(Current.Text) || (CWords.Storage.Contains(Current.Text) && !Is("__extension__")))
        {
            return true;
        }

        if (CWords.IsReserved(Current.Text) || (_values.Contains(Current.Text) && !_types.Contains(Current.Text)))
        {
            return Is("__extension__") && IsTypeAt(_at + 1);
        }

        if (IsUnknownFunctionPointer(_at, out var pointer) && pointer >= 0)
        {
            // A call of what a call gave would go on otherwise: `f(*p)[0]++;`.
            var end = _partners[_at + 1] + 1;
            while (At(end).Is("(") || At(end).Is("["))
            {
                end = _partners[end] + 1;
            }

            return At(end).Text is "=" or ";" or "," || IsAttributeOf(At(end));
        }

        if (Peek(1).IsIdentifier)
        {
            return !CWords.Statements.Contains(Peek(1).Text) && !CWords.SizeOf.Contains(Peek(1).Text);
        }

        var at = _at + 1;
        while (At(at).Is("*") || CWords.Qualifiers.Contains(At(at).Text)
            || (IsAttributeName(At(at)) && (At(at + 1).Is("*") || At(at + 1).IsIdentifier)))
        {
            at++;
        }

        return at > _at + 1 && At(at).IsIdentifier && !CWords.IsReserved(At(at).Text)
            && (At(at + 1).Text is "=" or ";" or "," or "[" || IsAttributeOf(At(at + 1)));
    }

    private static bool IsAttributeOf(CToken token) =>
        token.IsIdentifier && (CWords.Attributes.Contains(token.Text) || IsAttributeName(token));

    /// <summary>Takes a name alone, or a call without semicolon, where only a macro that headers or scripts define makes that C.</summary>
    private bool TakeMacroStatement()
    {
        if (!IsUnknown(Current))
        {
            return false;
        }

        var looksLikeMacro = CWords.LooksLikeMacro(Current.Text);
        if (!Peek(1).Is("("))
        {
            return TakeLoneName(looksLikeMacro);
        }

        var behind = At(_partners[_at + 1] + 1);
        var isHead = behind.Is("{") || (behind.IsIdentifier && Current.Text.Contains("for_each", StringComparison.Ordinal));
        if (!isHead && !(looksLikeMacro && (behind.Is("}") || behind.Kind != CTokenKind.Punctuator)))
        {
            return false;
        }

        if (isHead && !looksLikeMacro && !Current.Text.Contains("each", StringComparison.Ordinal))
        {
            TakePlaceholder();
        }
        else
        {
            _at++;
        }

        SkipBrackets();
        _headFollows = isHead;
        _hasMacroStatements = true;
        return true;
    }

    private bool TakeLoneName(bool looksLikeMacro)
    {
        var next = Peek(1);
        var isAlone = next.Is("}") || next.Is("{") || (next.Kind != CTokenKind.Punctuator && next.Line > Current.Line);
        if (!isAlone && !(looksLikeMacro && (next.Is(";") || (next.IsIdentifier && CWords.Statements.Contains(next.Text)))))
        {
            return false;
        }

        TakePlaceholder();
        _headFollows = next.Is("{");
        _hasMacroStatements = true;
        Take(";");
        return true;
    }
}
