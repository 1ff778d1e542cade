namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <content>Declarators: names with what stands around them, and what they begin with.</content>
internal sealed partial class CSyntax
{
    // What the last declarator declared: the index of its name and of the parenthesis of its parameters, or -1.
    private int _name;
    private int _parameters;

    /// <summary>One or more, with bit fields and initialisers.</summary>
    private void Declarators(bool isTypedef, bool isMember)
    {
        do
        {
            if (!(isMember && Is(":")))
            {
                Declarator(isAbstract: false);
                Declare(isTypedef, isMember);
            }

            if (isMember && Take(":"))
            {
                Expression(commas: false);
            }

            AttributesBehindName();
            if (!isMember && Take("="))
            {
                Initializer();
            }
        }
        while (Take(","));
    }

    private void Declare(bool isTypedef, bool isMember)
    {
        if (_name >= 0 && !isMember)
        {
            if (isTypedef)
            {
                _types.Add(_tokens[_name].Text);
            }
            else
            {
                AddValue(_tokens[_name].Text);
            }
        }
    }

    private void AddValue(string name)
    {
        if (_values.Add(name))
        {
            _ofFunction.Add(name);
        }
    }

    /// <summary>Names of parameters mean nothing behind a declaration that has no body.</summary>
    private void ForgetParameters(int from)
    {
        for (var index = from; index < _ofParameters.Count; index++)
        {
            _values.Remove(_ofParameters[index]);
        }

        _ofParameters.RemoveRange(from, _ofParameters.Count - from);
    }

    private void Declarator(bool isAbstract)
    {
        (_name, _parameters) = (-1, -1);
        while (true)
        {
            AttributesBeforeName();
            if (!Is("*") && !CWords.Qualifiers.Contains(Current.Text))
            {
                break;
            }

            _at++;
        }

        var (name, parameters) = (-1, -1);
        if (Current.IsIdentifier && !CWords.IsReserved(Current.Text) && !(isAbstract && !IsAttributeName(Current)))
        {
            name = _at++;
        }
        else if (Is("(") && !(isAbstract && (Peek(1).Is(")") || IsTypeAt(_at + 1))))
        {
            _at++;
            Declarator(isAbstract);
            Expect(")");
            (name, parameters) = (_name, _parameters);
        }
        else if (!isAbstract)
        {
            throw Fail($"expected a name before {Describe(Current)}", Current);
        }

        while (true)
        {
            if (Is("["))
            {
                Length();
            }
            else if (Is("("))
            {
                parameters = parameters < 0 ? _at : parameters;
                Parameters();
            }
            else
            {
                break;
            }
        }

        (_name, _parameters) = (name, parameters);
    }

    private void Length()
    {
        _at++;
        while (Is("static") || CWords.Qualifiers.Contains(Current.Text))
        {
            _at++;
        }

        if (Is("*") && Peek(1).Is("]"))
        {
            _at++;
        }

        if (!Is("]"))
        {
            Expression();
        }

        Expect("]");
    }

    private void Parameters()
    {
        _at++;
        if (Take(")"))
        {
            return;
        }

        do
        {
            if (Take("..."))
            {
                break;
            }

            BeginsDeclaration("parameter");
            Specifiers();
            if (!Is(",") && !Is(")"))
            {
                ParameterDeclarator();
            }

            AttributesBehindName();
        }
        while (Take(","));
        Expect(")");
    }

    private void ParameterDeclarator()
    {
        // A name is optional here, and so is all else.
        var at = _at;
        while (At(at).Is("*") || CWords.Qualifiers.Contains(At(at).Text) || IsAttributeName(At(at)))
        {
            at = IsGnuAttribute(At(at)) && At(at + 1).Is("(") ? _partners[at + 1] + 1 : at + 1;
        }

        var last = At(at);
        var isNamed = (last.IsIdentifier && !CWords.IsReserved(last.Text)) || IsAttributeName(At(at - 1))
            || (last.Is("(") && !At(at + 1).Is(")") && !IsTypeAt(at + 1) && !IsAbstractInParentheses(at));
        var parameters = _ofParameters.Count;
        Declarator(isAbstract: !isNamed);
        ForgetParameters(parameters);
        if (_name >= 0 && _values.Add(_tokens[_name].Text))
        {
            _ofFunction.Add(_tokens[_name].Text);
            _ofParameters.Add(_tokens[_name].Text);
        }
    }

    /// <summary>Whether parentheses hold a declarator without a name: <c>(*)</c>, <c>(*(*)(int))</c>.</summary>
    private bool IsAbstractInParentheses(int at)
    {
        while (At(at).Is("(") || At(at).Is("*") || CWords.Qualifiers.Contains(At(at).Text) || CWords.Notes.Contains(At(at).Text))
        {
            at++;
        }

        return !At(at).IsIdentifier;
    }

    private void Initializer()
    {
        if (Is("{"))
        {
            Braces();
        }
        else
        {
            Expression(commas: false);
        }
    }

    private void Braces()
    {
        for (_at++; !Take("}");)
        {
            Designators();
            Initializer();
            AttributesBehindName();
            if (!Take(",") && !Is("}"))
            {
                throw Fail($"expected ',' or '}}' before {Describe(Current)}", Behind(Previous));
            }
        }
    }

    /// <summary><c>[1] = </c>, <c>[1 ... 3] = </c>, <c>.a.b[0] = </c> and the older <c>a: </c>.</summary>
    private void Designators()
    {
        if (Current.IsIdentifier && Peek(1).Is(":"))
        {
            _at += 2;
            return;
        }

        var isOld = false;
        var any = false;
        for (; Is("[") || Is("."); any = true)
        {
            isOld = Is("[");
            if (Take("."))
            {
                if (!Current.IsIdentifier || CWords.IsReserved(Current.Text))
                {
                    throw Fail($"expected the name of a member before {Describe(Current)}", Current);
                }

                _at++;
                continue;
            }

            _at++;
            Expression();
            if (Take("..."))
            {
                Expression();
            }

            Expect("]");
        }

        // GCC's oldest form has no sign after the bracket.
        if (any && !Take("=") && !isOld)
        {
            throw Fail($"expected '=' before {Describe(Current)}", Current);
        }
    }
}
