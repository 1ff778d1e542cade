namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <content>Words of C with parentheses of their own: what is in them may be a type.</content>
internal sealed partial class CSyntax
{
    private void SizeOf()
    {
        var isType = IsTypeAt(_at + 1) || IsUnknownPointer(_at + 1);
        _at++;
        if (isType)
        {
            TypeName();
            Expect(")");
            if (Is("{"))
            {
                Braces();
            }
        }
        else
        {
            Expression();
            Expect(")");
        }

        Postfix();
    }

    /// <summary><c>_Generic(x, int: 1, default: 2)</c>, at its parenthesis.</summary>
    private void Generic()
    {
        _at++;
        Expression(commas: false);
        while (Take(","))
        {
            if (!Take("default"))
            {
                TypeName();
            }

            Expect(":");
            Expression(commas: false);
        }

        Expect(")");
    }

    /// <summary><c>typeof(x)</c> at its parenthesis: a type or an expression.</summary>
    private void TypeOf()
    {
        var isType = IsTypeAt(_at + 1) || IsUnknownPointer(_at + 1);
        Expect("(");
        if (isType)
        {
            TypeName();
        }
        else
        {
            Expression();
        }

        Expect(")");
    }

    /// <summary><c>_Static_assert(x, "text");</c></summary>
    private void StaticAssert()
    {
        _at++;
        Expect("(");
        Expression(commas: false);
        if (Take(","))
        {
            Expression(commas: false);
        }

        Expect(")");
    }
}
