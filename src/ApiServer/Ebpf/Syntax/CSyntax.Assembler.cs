using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <content>Statements of assembler: a text, then outputs, inputs, registers and labels.</content>
internal sealed partial class CSyntax
{
    private void Assembler()
    {
        for (_at++; Current.IsIdentifier; _at++)
        {
        }

        Expect("(");
        Text();
        for (var part = 0; part < 4 && Take(":"); part++)
        {
            if (Is(":") || Is(")"))
            {
                continue;
            }

            do
            {
                AssemblerOperand(part);
            }
            while (Take(","));
        }

        Expect(")");
        ExpectSemicolon("statement");
    }

    private void AssemblerOperand(int part)
    {
        if (part == 3)
        {
            if (!Current.IsIdentifier || CWords.IsReserved(Current.Text))
            {
                throw Fail($"expected a label before {Describe(Current)}", Current);
            }

            _at++;
            return;
        }

        if (part < 2 && Take("["))
        {
            if (!Current.IsIdentifier)
            {
                throw Fail($"expected a name before {Describe(Current)}", Current);
            }

            _at++;
            Expect("]");
        }

        Text();
        if (part < 2)
        {
            Expect("(");
            Expression();
            Expect(")");
        }
    }

    /// <summary>A text, or what headers define as one.</summary>
    private void Text()
    {
        if (Current.Kind != CTokenKind.Text && !IsUnknown(Current))
        {
            throw Fail($"expected a text before {Describe(Current)}", Current);
        }

        if (Current.IsIdentifier)
        {
            _at++;
            if (Is("(") && _tokens[_at - 1] is var macro && (IsAttributeName(macro) || CWords.LooksLikeMacro(macro.Text)))
            {
                SkipBrackets();
            }

            if (Current.Kind != CTokenKind.Text)
            {
                return;
            }
        }

        Texts();
    }
}
