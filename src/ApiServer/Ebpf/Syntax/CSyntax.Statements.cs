using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <content>Statements. What is nested without braces is kept in a list instead of the stack: `if (x) if (x) ...` may be long.</content>
internal sealed partial class CSyntax
{
    private enum Head
    {
        If,
        Do,
        Loop,
        Switch,

        /// <summary>One after whose statement nothing more comes.</summary>
        Other,
    }

    private List<CLocal> _locals = [];
    private int _scopeEnd;

    private void Block()
    {
        var (outer, end) = (_scopeEnd, _partners[_at]);
        _scopeEnd = end;
        for (_at++; _at < end;)
        {
            Statement();
        }

        _at = end + 1;
        _scopeEnd = outer;
    }

    private void Statement()
    {
        // Each head with the local that it declares, or -1.
        var open = new Stack<(Head Head, int Local)>();
        do
        {
            var labelled = false;
            while (TakeHead(open) || TakeLabel() || TakeStatementAttribute(labelled))
            {
                labelled |= Previous.Is(":");
            }

            if (!(labelled && open.Count == 0 && Is("}")))
            {
                Simple(open);
            }
        }
        while (!Close(open));
    }

    private bool TakeHead(Stack<(Head Head, int Local)> open)
    {
        switch (Current.IsIdentifier ? Current.Text : "")
        {
            case "if":
                _at++;
                Condition();
                open.Push((Head.If, -1));
                return true;
            case "while":
                _at++;
                _loops++;
                Condition();
                open.Push((Head.Loop, -1));
                return true;
            case "switch":
                _at++;
                _switches++;
                Condition();
                open.Push((Head.Switch, -1));
                return true;
            case "for":
                _at++;
                _loops++;
                open.Push((Head.Loop, ForHead()));
                return true;
            case "do":
                _at++;
                _loops++;
                open.Push((Head.Do, -1));
                return true;
            case "else":
                throw Fail("this 'else' has no 'if' before it", Current);
            default:
                return false;
        }
    }

    /// <summary>Takes an attribute of a label, or of a statement that begins with a word of C.</summary>
    private bool TakeStatementAttribute(bool labelled)
    {
        if (!IsGnuAttribute(Current) || !Peek(1).Is("(") || !(labelled || CWords.Statements.Contains(At(_partners[_at + 1] + 1).Text)))
        {
            return false;
        }

        TakeAttribute();
        return true;
    }

    private bool TakeLabel()
    {
        if (Is("case") || Is("default"))
        {
            CheckPlace(_switches > 0, "a switch");
        }

        if (Take("case"))
        {
            Expression();
            if (Take("..."))
            {
                Expression();
            }

            Expect(":");
            return true;
        }

        if (Take("default"))
        {
            Expect(":");
            return true;
        }

        if (!Current.IsIdentifier || CWords.IsReserved(Current.Text) || !Peek(1).Is(":"))
        {
            return false;
        }

        AddLabel(Current);
        _at += 2;
        return true;
    }

    /// <summary>Ends what a statement ends. False when another statement follows: that of an else, or of a macro that is a head.</summary>
    private bool Close(Stack<(Head Head, int Local)> open)
    {
        if (_headFollows)
        {
            _headFollows = false;
            return false;
        }

        while (open.TryPop(out var top))
        {
            if (top.Head == Head.If && Take("else"))
            {
                open.Push((Head.Other, -1));
                return false;
            }

            _loops -= top.Head is Head.Loop or Head.Do ? 1 : 0;
            _switches -= top.Head == Head.Switch ? 1 : 0;
            if (top.Head == Head.Do)
            {
                if (!Take("while"))
                {
                    throw Fail($"expected 'while' after this 'do', before {Describe(Current)}", Behind(Previous));
                }

                Condition();
                ExpectSemicolon("do-while");
            }

            if (top.Local >= 0)
            {
                _locals[top.Local] = _locals[top.Local] with { ScopeEnd = _at };
            }
        }

        return true;
    }

    private void Condition()
    {
        if (IsUnknownMacro(Current))
        {
            TakePlaceholder();
            return;
        }

        Expect("(");
        Expression();
        Expect(")");
    }

    /// <summary>The parentheses of a for. Returns the local that it declares, or -1.</summary>
    private int ForHead()
    {
        var local = -1;
        Expect("(");
        if (!Take(";"))
        {
            if (IsDeclaration())
            {
                local = _locals.Count;
                Declaration();
            }
            else
            {
                Expression();
                ExpectSemicolon("expression");
            }
        }

        if (!Take(";"))
        {
            Expression();
            ExpectSemicolon("condition");
        }

        if (!Is(")"))
        {
            Expression();
        }

        Expect(")");
        return local;
    }

    private void Simple(Stack<(Head Head, int Local)> open)
    {
        switch (Current.IsIdentifier || Current.Kind == CTokenKind.Punctuator ? Current.Text : "")
        {
            case "{":
                Block();
                break;
            case ";":
                _at++;
                break;
            case "}":
                throw Fail("expected a statement before '}'", Current);
            case "return":
                _at++;
                if (!Is(";"))
                {
                    Expression();
                }

                ExpectSemicolon("return");
                break;
            case "goto":
                _at++;
                AddJump();
                Take("*");
                Expression();
                ExpectSemicolon("goto");
                break;
            case "break" or "continue":
                CheckPlace(_loops > 0 || (_switches > 0 && Is("break")), Is("break") ? "a loop or a switch" : "a loop");
                _at++;
                ExpectSemicolon("statement");
                break;
            case "asm" or "__asm" or "__asm__":
                Assembler();
                break;
            case "_Static_assert":
                StaticAssert();
                ExpectSemicolon("_Static_assert");
                break;
            default:
                DeclarationOrExpression(open.Count > 0);
                break;
        }
    }

    private void Declaration()
    {
        var local = _locals.Count;
        _locals.Add(new CLocal(_at, _at, _scopeEnd));
        var isTypedef = Specifiers();
        if (!Is(";"))
        {
            var parameters = _ofParameters.Count;
            Declarators(isTypedef, isMember: false);
            ForgetParameters(parameters);
        }

        _locals[local] = _locals[local] with { End = _at };
        ExpectSemicolon("declaration");
    }
}
