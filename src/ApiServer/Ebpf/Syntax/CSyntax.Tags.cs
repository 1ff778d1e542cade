namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <content>Structures, unions and enumerations with what is in their braces.</content>
internal sealed partial class CSyntax
{
    private void Tagged()
    {
        var isEnum = Is("enum");
        _at++;
        TaggedAttributes();
        var isNamed = Current.IsIdentifier && !CWords.IsReserved(Current.Text);
        if (isNamed)
        {
            _at++;
        }

        if (Is("{"))
        {
            if (isEnum)
            {
                Enumerators();
            }
            else
            {
                Members();
            }
        }
        else if (!isNamed)
        {
            throw Fail($"expected a name or '{{' before {Describe(Current)}", Current);
        }
    }

    /// <summary>Takes attributes between <c>struct</c> and its tag; macros of headers count as such only where members follow.</summary>
    private void TaggedAttributes()
    {
        while (IsAttribute())
        {
            TakeAttribute();
        }

        var at = _at;
        while ((CWords.Attributes.Contains(At(at).Text) && At(at + 1).Is("(")) || IsAttributeName(At(at)))
        {
            at = At(at + 1).Is("(") ? _partners[at + 1] + 1 : at + 1;
        }

        if (At(at).Is("{") || (At(at).IsIdentifier && !CWords.IsReserved(At(at).Text) && At(at + 1).Is("{")))
        {
            while (_at < at)
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
        }
        else if (IsUnknownMacro(Current) && Peek(1).IsIdentifier && !CWords.IsReserved(Peek(1).Text) && Peek(2).Is("{"))
        {
            TakePlaceholder();
        }
    }

    private void Enumerators()
    {
        if (Peek(1).Is("}"))
        {
            throw Fail("an enum has at least one name", Peek(1));
        }

        for (_at++; !Take("}");)
        {
            if (!Current.IsIdentifier || CWords.IsReserved(Current.Text))
            {
                throw Fail($"expected the name of a constant before {Describe(Current)}", Current);
            }

            _values.Add(Current.Text);
            _at++;
            if (Is("("))
            {
                SkipBrackets();
            }

            if (Take("="))
            {
                Expression(commas: false);
            }

            if (!Take(",") && !Is("}"))
            {
                throw Fail($"expected ',' or '}}' before {Describe(Current)}", Behind(Previous));
            }
        }
    }

    private void Members()
    {
        for (_at++; !Take("}");)
        {
            if (Take(";"))
            {
                continue;
            }

            if (Is("_Static_assert"))
            {
                StaticAssert();
                Take(";");
                continue;
            }

            if (Peek(1).Is("(") && IsUnknown(Current) && !IsUnknownFunctionPointer(_at, out _))
            {
                _at++;
                SkipBrackets();
                Take(";");
                continue;
            }

            if (IsUnknownMacro(Current) && (Peek(1).Is("}") || Peek(1).Line > Current.Line))
            {
                TakePlaceholder();
                continue;
            }

            BeginsDeclaration("member");
            Specifiers();
            if (!Is(";") && !Is("}"))
            {
                var parameters = _ofParameters.Count;
                Declarators(isTypedef: false, isMember: true);
                ForgetParameters(parameters);
            }

            // Compilers take a missing semicolon before the brace with a warning, but only behind a name.
            if (!Is("}") || Previous.Is("}") || CWords.BeginsType(Previous.Text))
            {
                ExpectSemicolon("member");
            }
        }
    }

    private void BeginsDeclaration(string what)
    {
        if (!Current.IsIdentifier || CWords.Statements.Contains(Current.Text) || CWords.SizeOf.Contains(Current.Text))
        {
            throw Fail($"expected a {what} before {Describe(Current)}", Current);
        }
    }
}
