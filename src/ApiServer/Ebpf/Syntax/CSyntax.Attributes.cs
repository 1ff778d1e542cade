using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <content>Attributes: of the compiler, and macros of headers that stand for them.</content>
internal sealed partial class CSyntax
{
    /// <summary>Whether an attribute of the compiler stands here, with parentheses or without the ones that it wants.</summary>
    private bool IsAttribute() =>
        Current.IsIdentifier && CWords.Attributes.Contains(Current.Text) && (Peek(1).Is("(") || IsGnuAttribute(Current));

    private static bool IsGnuAttribute(CToken token) => token.Text is "__attribute__" or "__attribute";

    private void TakeAttribute()
    {
        var isGnu = IsGnuAttribute(Current);
        _at++;
        if (!isGnu)
        {
            if (Previous.Is("_Alignas"))
            {
                TypeOf();
            }
            else
            {
                SkipBrackets();
            }

            return;
        }

        if (!Is("(") || !Peek(1).Is("(") || _partners[_at + 1] != _partners[_at] - 1)
        {
            var place = Is("(") ? Peek(1) : Current;
            throw Fail($"expected '((' before {Describe(place)}: an attribute has two pairs of parentheses", Current);
        }

        var end = _partners[_at + 1];
        for (_at += 2; _at < end;)
        {
            TakeAttributeName();
            if (_at < end && !Take(","))
            {
                throw Fail($"expected ',' or '))' before {Describe(Current)}", Current);
            }
        }

        _at = end + 2;
    }

    private void TakeAttributeName()
    {
        // What headers define may stand for several, or for none.
        while (IsUnknownMacro(Current))
        {
            _at++;
            if (Is("("))
            {
                SkipBrackets();
            }
        }

        if (!Current.IsIdentifier)
        {
            return;
        }

        _at++;
        if (Is("(") && Previous.Text is "aligned" or "__aligned__")
        {
            TypeOf();
        }
        else if (Is("("))
        {
            SkipBrackets();
        }
    }

    private static bool IsAttributeName(CToken token) => token.IsIdentifier && !CWords.IsReserved(token.Text)
        && (CWords.KernelAttributes.Contains(token.Text) || token.Text.StartsWith("__", StringComparison.Ordinal));

    /// <summary>
    /// Takes attributes: of the compiler, and macros of headers where something follows that a name could not have before it.
    /// </summary>
    private void AttributesBeforeName()
    {
        while (true)
        {
            if (IsAttribute())
            {
                TakeAttribute();
            }
            else if (IsAttributeName(Current) && !_types.Contains(Current.Text) && !IsNameBeforeAttribute()
                && (Peek(1).Is("*") || Peek(1).Is("(") || (Peek(1).IsIdentifier && !CWords.Attributes.Contains(Peek(1).Text))))
            {
                _at++;
                if (Is("(") && !CWords.KernelAttributes.Contains(Previous.Text) && !CWords.NeverTypes.Contains(Previous.Text)
                    && (!At(_partners[_at] + 1).IsIdentifier || IsAttributeOf(At(_partners[_at] + 1))))
                {
                    // A function whose name begins with two underscores.
                    _at--;
                    return;
                }

                if (Is("("))
                {
                    SkipBrackets();
                }
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>
    /// Whether this is a name that begins like an attribute, with nothing but an attribute behind it: <c>__x __aligned(8);</c>.
    /// </summary>
    private bool IsNameBeforeAttribute()
    {
        if (CWords.Notes.Contains(Current.Text) || CWords.AttributesBehind.Contains(Current.Text)
            || !CWords.AttributesBehind.Contains(Peek(1).Text))
        {
            return false;
        }

        var behind = Peek(2).Is("(") ? At(_partners[_at + 2] + 1) : Peek(2);
        return !behind.IsIdentifier && !behind.Is("*");
    }

    /// <summary>Takes what says more about a declaration behind its name, a placeholder too.</summary>
    private void AttributesBehindName()
    {
        while (Current.IsIdentifier && (CWords.Attributes.Contains(Current.Text) || IsAttributeName(Current) || IsUnknownMacro(Current)))
        {
            if (IsAttribute())
            {
                TakeAttribute();
                continue;
            }

            if (IsUnknownMacro(Current) && !IsAttributeName(Current))
            {
                TakePlaceholder();
            }
            else
            {
                _at++;
            }

            if (Is("("))
            {
                SkipBrackets();
            }
        }
    }
}
