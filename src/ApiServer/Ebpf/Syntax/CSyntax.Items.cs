using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <content>The top level: functions, declarations, BCC's macros with a semicolon or without, and placeholders.</content>
internal sealed partial class CSyntax
{
    // Maps without a semicolon: an error for compilers, but the maps are plain, so reading goes on.
    private readonly List<EbpfProblem> _unfinished = [];

    private List<EbpfProblem> ReadItems()
    {
        var problems = new List<EbpfProblem>();
        while (_at < _tokens.Count && problems.Count < MaxErrors)
        {
            if (Take(";"))
            {
                continue;
            }

            var start = _at;
            try
            {
                _locals = [];
                _ofFunction.Clear();
                _ofParameters.Clear();
                _headFollows = false;
                if (ReadItem() is { } item)
                {
                    _items.Add(item);
                }
            }
            catch (CSyntaxException error)
            {
                problems.Add(error.Problem);
                _at = EndOfItem(start);
            }
        }

        return problems;
    }

    /// <summary>Where reading goes on after an error: behind the next semicolon or block at the top level.</summary>
    private int EndOfItem(int at)
    {
        for (; at < _tokens.Count; at++)
        {
            if (_tokens[at].Is(";"))
            {
                return at + 1;
            }

            var isBlock = _tokens[at].Is("{");
            at = Math.Max(at, _partners[at]);
            if (isBlock && !At(at + 1).Is(";") && !At(at + 1).Is(","))
            {
                return at + 1;
            }
        }

        return at;
    }

    private CItem? ReadItem()
    {
        var start = _at;
        if (Is("_Static_assert"))
        {
            StaticAssert();
            ExpectSemicolon("declaration");
            return CItem.Declaration(start, _at);
        }

        if (Current.IsIdentifier && CWords.Assembler.Contains(Current.Text))
        {
            Assembler();
            return CItem.Declaration(start, _at);
        }

        BeginsDeclaration("function or a declaration");
        if (Peek(1).Is("(") && !CWords.IsReserved(Current.Text) && !_types.Contains(Current.Text)
            && !IsUnknownFunctionPointer(start, out _))
        {
            return ReadMacro(start);
        }

        if (IsLonePlaceholder())
        {
            TakePlaceholder();
            if (Is("{"))
            {
                // The head of a function.
                Block();
            }

            Take(";");
            return null;
        }

        return ReadDeclaration(start);
    }

    private bool IsLonePlaceholder()
    {
        var looksLikeMacro = CWords.LooksLikeMacro(Current.Text);
        var next = Peek(1);
        if (!IsUnknown(Current) || (IsAttributeName(Current) && !(looksLikeMacro && next.Text.Length == 0)))
        {
            return false;
        }

        return next.Text.Length == 0 || (looksLikeMacro && (next.Is(";") || next.Is("{")))
            || (next.IsIdentifier && next.Line > Current.Line && (looksLikeMacro || !Peek(2).Is("(")));
    }

    private CItem ReadDeclaration(int start)
    {
        var isTypedef = Specifiers();
        if (Take(";"))
        {
            return CItem.Declaration(start, _at);
        }

        // A typedef may be repeated, and a variable may have the name of its type.
        var isDeclared = Peek(1).Text is ";" or "," or "[" or "=" || IsAttributeOf(Peek(1));
        var isNext = CWords.IsReserved(Current.Text) || (IsTypeAt(_at) && !isDeclared) || (Current.Line > Previous.Line && Peek(1).Is("("));
        if (Previous.Is("}") && Current.IsIdentifier && isNext)
        {
            throw Fail($"expected ';' after this type, before {Describe(Current)}", Behind(Previous));
        }

        if (TakeMacroDeclarator(start))
        {
            return CItem.Declaration(start, _at);
        }

        Declarator(isAbstract: false);
        Declare(isTypedef, isMember: false);
        var (name, parameters) = (_name, _parameters);
        AttributesBehindName();
        if (parameters >= 0 && !isTypedef)
        {
            if (!Is("{") && IsListOfNames(parameters) && (IsTypeAt(_at) || IsDeclaration()))
            {
                OldParameters();
            }

            if (Is("{"))
            {
                return ReadBody(start, name, parameters);
            }
        }

        ForgetParameters(0);
        if (name >= 0 && !isTypedef)
        {
            // One of them may have had its name.
            _values.Add(_tokens[name].Text);
        }

        if (Take("="))
        {
            Initializer();
        }

        if (Take(","))
        {
            Declarators(isTypedef, isMember: false);
            ForgetParameters(0);
        }

        ExpectSemicolon("declaration");
        return CItem.Declaration(start, _at);
    }

    private CItem ReadBody(int start, int name, int parameters)
    {
        var body = _at;
        BeginFunction();
        Block();
        EndFunction();

        // Another function may use its names for something else.
        _values.ExceptWith(_ofFunction);
        _values.Add(_tokens[name].Text);
        return new CItem(start, _at, name, parameters, body, _locals);
    }

    /// <summary>Whether parameters are names only: their types follow, as in C of before 1989.</summary>
    private bool IsListOfNames(int open)
    {
        for (var at = open + 1; at < _partners[open]; at++)
        {
            if (!At(at).IsIdentifier && !At(at).Is(","))
            {
                return false;
            }
        }

        return _partners[open] > open + 1;
    }

    private void OldParameters()
    {
        while (!Is("{"))
        {
            BeginsDeclaration("parameter");
            Specifiers();
            Declarators(isTypedef: false, isMember: false);
            ExpectSemicolon("parameter");
        }
    }
}
