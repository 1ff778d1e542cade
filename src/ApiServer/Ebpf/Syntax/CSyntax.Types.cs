using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <content>Types: what a declaration begins with, and what may stand in casts and behind sizeof.</content>
internal sealed partial class CSyntax
{
    private CToken At(int index) => index < _tokens.Count ? _tokens[index] : Nothing;

    /// <summary>Whether a type begins here for certain.</summary>
    private bool IsTypeAt(int index)
    {
        var token = At(index);
        return token.IsIdentifier && (CWords.BeginsType(token.Text) || CWords.Notes.Contains(token.Text)
            || (_types.Contains(token.Text) && !_values.Contains(token.Text)));
    }

    /// <summary>Whether this is <c>name *</c> with nothing to multiply by: a pointer to a type that headers declare.</summary>
    private bool IsUnknownPointer(int index)
    {
        if (!At(index).IsIdentifier || CWords.IsReserved(At(index).Text))
        {
            return false;
        }

        var at = index + 1;
        while (At(at).Is("*") || CWords.Qualifiers.Contains(At(at).Text) || IsAttributeName(At(at)))
        {
            at++;
        }

        return (at == index + 1 && IsUnknownFunctionPointer(index, out var name) && name < 0)
            || (at > index + 1 && (At(at).Is(")") || At(at).Is(",")));
    }

    /// <summary>
    /// Whether this is <c>name (*other)(</c> or <c>name (*other)[</c>, the other name being optional: a pointer to a function that gives
    /// what headers declare, or to an array of it.
    /// </summary>
    /// <param name="index">Where the first name stands.</param>
    /// <param name="name">Where the other name stands; -1 when there is none.</param>
    private bool IsUnknownFunctionPointer(int index, out int name)
    {
        name = -1;
        if (!At(index).IsIdentifier || CWords.IsReserved(At(index).Text) || !At(index + 1).Is("("))
        {
            return false;
        }

        var at = index + 2;
        while (CWords.Notes.Contains(At(at).Text))
        {
            at++;
        }

        var stars = at;
        while (At(at).Is("*") || CWords.Qualifiers.Contains(At(at).Text) || CWords.Notes.Contains(At(at).Text))
        {
            at++;
        }

        if (!At(stars).Is("*"))
        {
            return false;
        }

        if (At(at).IsIdentifier && !CWords.IsReserved(At(at).Text))
        {
            name = at++;
        }

        while (At(at).Is("[") || (name >= 0 && At(at).Is("(")))
        {
            at = _partners[at] + 1;
        }

        return At(at).Is(")") && (At(at + 1).Is("(") || At(at + 1).Is("["));
    }

    /// <summary>Whether the parentheses at an index hold a type: a cast, or a literal of that type.</summary>
    private bool IsTypeInParentheses(int open) => IsTypeInParentheses(open, MaxCasts);

    private bool IsTypeInParentheses(int open, int casts)
    {
        if (IsTypeAt(open + 1) || IsUnknownPointer(open + 1) || IsGnuAttribute(At(open + 1))
            || (IsAttributeName(At(open + 1)) && IsTypeAt(open + 2)))
        {
            return true;
        }

        if (At(open + 2).Is("["))
        {
            // `(name[]){ ... }`: a literal.
            return IsUnknown(At(open + 1)) && At(_partners[open] + 1).Is("{");
        }

        // `(name) x` is a cast if anything; `(name) - x` can be read either way.
        var after = At(open + 3);
        return At(open + 2).Is(")") && At(open + 1).IsIdentifier
            && !_values.Contains(At(open + 1).Text) && !CWords.IsReserved(At(open + 1).Text)
            && (after.Kind is CTokenKind.Number or CTokenKind.Text or CTokenKind.Character
                || after.Is("~") || after.Is("!") || after.Is("{")
                || ((after.Is("++") || after.Is("--")) && (At(open + 4).IsIdentifier || At(open + 4).Is("(")))
                || (after.Is("(") && (At(open + 4).Is("{") || (casts > 1 && IsTypeInParentheses(open + 3, casts - 1))))
                || (after.IsIdentifier && !CWords.Statements.Contains(after.Text) && !CWords.BeginsType(after.Text)));
    }

    private void TypeName()
    {
        if (IsUnknown(Current) && Peek(1).Is("["))
        {
            _at++;
        }
        else
        {
            Specifiers();
        }

        var parameters = _ofParameters.Count;
        Declarator(isAbstract: true);
        ForgetParameters(parameters);
    }

    /// <summary>Takes the words that a declaration begins with. Returns whether it declares a type.</summary>
    private bool Specifiers()
    {
        var (isTypedef, hasType, isBasic) = (false, false, false);
        var words = new CSpecifiers();
        while (Current.IsIdentifier)
        {
            var word = Current.Text;
            if (word == "_Atomic" && Peek(1).Is("("))
            {
                _at++;
                SkipBrackets();
                hasType = true;
            }
            else if (CWords.Storage.Contains(word) || CWords.Qualifiers.Contains(word) || CWords.Notes.Contains(word))
            {
                isTypedef |= word == "typedef";
                AddSpecifier(ref words);
                _at++;
            }
            else if (IsAttribute())
            {
                TakeAttribute();
            }
            else if (CWords.NeverTypes.Contains(word) && !_values.Contains(word)
                && (Peek(1).IsIdentifier || Peek(1).Is("*") || Peek(1).Is("(")))
            {
                _at++;
                if (Is("("))
                {
                    SkipBrackets();
                }
            }
            else if (CWords.BasicTypes.Contains(word))
            {
                if (hasType && !isBasic)
                {
                    break;
                }

                (hasType, isBasic) = (true, true);
                AddSpecifier(ref words);
                _at++;
            }
            else if (hasType)
            {
                var before = _at;
                AttributesBeforeName();
                if (_at == before && IsUnknownMacro(Current) && Peek(1).IsIdentifier && !CWords.IsReserved(Peek(1).Text) && Peek(2).Is("("))
                {
                    // `int EXPORT f(void)`
                    TakePlaceholder();
                }

                if (_at == before)
                {
                    break;
                }
            }
            else if (CWords.Tags.Contains(word))
            {
                Tagged();
                hasType = true;
            }
            else if (CWords.TypeOf.Contains(word))
            {
                _at++;
                if (word != "__auto_type")
                {
                    TypeOf();
                }

                hasType = true;
            }
            else if (CWords.IsReserved(word))
            {
                break;
            }
            else if (!_types.Contains(word)
                && ((Peek(1).Is("(") && !IsUnknownFunctionPointer(_at, out _)) || Peek(1).Is("=") || Peek(1).Is("[")))
            {
                // No type at all: int, in old programs.
                break;
            }
            else
            {
                var next = _at + 1;
                while (CWords.Notes.Contains(At(next).Text) || (IsGnuAttribute(At(next)) && At(next + 1).Is("(")))
                {
                    next = IsGnuAttribute(At(next)) ? _partners[next + 1] + 1 : next + 1;
                }

                hasType = _types.Contains(word)
                    || !(IsTypeAt(next) || CWords.Storage.Contains(At(next).Text) || CWords.NeverTypes.Contains(At(next).Text));
                CheckSpelling();
                if (!hasType && CWords.LooksLikeMacro(word) && Peek(1).Line > Current.Line)
                {
                    TakePlaceholder();
                }
                else
                {
                    _at++;
                }
            }
        }

        return isTypedef;
    }

    private void AddSpecifier(ref CSpecifiers words)
    {
        if (!words.Add(Current.Text))
        {
            throw Fail($"{Describe(Current)} can not stand beside the words before it", Current);
        }
    }
}
