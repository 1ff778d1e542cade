using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <content>Macros at the top level: BCC's and those of headers.</content>
internal sealed partial class CSyntax
{
    /// <summary>A name with parentheses: a map, a function that a macro begins or that has no type, or any other macro.</summary>
    private CItem ReadMacro(int start)
    {
        var (name, open, close) = (_tokens[_at], _at + 1, _partners[_at + 1]);
        var begins = At(close + 1).Is("{");
        if (name.Text.StartsWith("BPF_", StringComparison.Ordinal) && !begins && IsUnknown(name))
        {
            TableArguments(open);
            if (!Is(";"))
            {
                _unfinished.Add(EbpfProblem.Warning(EbpfCodes.Syntax, $"expected ';' after this {name.Text}(...)", Behind(Previous)));
            }
        }
        else if (begins && CWords.FunctionMacros.Contains(name.Text))
        {
            FunctionMacro(open);
        }
        else
        {
            _at = close + 1;
        }

        while (Current.IsIdentifier && (CWords.Attributes.Contains(Current.Text) || IsAttributeName(Current)) && !Peek(1).IsIdentifier)
        {
            if (IsAttribute())
            {
                TakeAttribute();
                continue;
            }

            _at++;
            if (Is("("))
            {
                SkipBrackets();
            }
        }

        if (Is("{"))
        {
            _values.Add(name.Text);
            return ReadBody(start, start, open);
        }

        if (Take("="))
        {
            Initializer();
        }

        if (!Current.IsIdentifier && Current.Text.Length > 0)
        {
            ExpectSemicolon("declaration");
        }

        return CItem.Declaration(start, _at);
    }

    private void TableArguments(int open)
    {
        _at = open + 1;
        do
        {
            if (IsTypeAt(_at) || IsUnknownPointer(_at))
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

    /// <summary>The arguments of <c>TRACEPOINT_PROBE(a, b)</c> or <c>KFUNC_PROBE(a, int b)</c>: a name first.</summary>
    private void FunctionMacro(int open)
    {
        if (!At(open + 1).IsIdentifier || !(At(open + 2).Is(",") || At(open + 2).Is(")")))
        {
            throw Fail($"expected a name, with ',' or ')' behind, before {Describe(At(open + 2))}", At(open + 2));
        }

        _at = open;
        Parameters();
    }

    /// <summary>Takes <c>static DECLARE_BITMAP(bits, 64);</c>: a macro of headers that declares all by itself.</summary>
    private bool TakeMacroDeclarator(int start)
    {
        if (!IsUnknownMacro(Current) || !Peek(1).Is("(") || !(At(_partners[_at + 1] + 1).Is(";") || At(_partners[_at + 1] + 1).Is("=")))
        {
            return false;
        }

        for (var at = start; at < _at; at++)
        {
            if (!CWords.Storage.Contains(_tokens[at].Text))
            {
                return false;
            }
        }

        _at++;
        SkipBrackets();
        if (Take("="))
        {
            Initializer();
        }

        ExpectSemicolon("declaration");
        return true;
    }
}
