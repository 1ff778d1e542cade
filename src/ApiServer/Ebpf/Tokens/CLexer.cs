using System.Text;

namespace Tricorder.ApiServer.Ebpf.Tokens;

/// <summary>
/// Splits C source into tokens: phases 2 and 3 of translation. Lines that end in a backslash are joined, comments are white space, and
/// each token knows whether it begins a line, as directives do.
/// </summary>
internal sealed class CLexer(string source)
{
    private static readonly string[] LongPunctuators =
    [
        "...", "<<=", ">>=", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+=", "-=", "*=", "/=", "%=", "&=", "|=",
        "^=", "##",
    ];

    // Other spellings of brackets and of the sign of directives.
    private static readonly (string Digraph, string Text)[] Digraphs =
        [("%:%:", "##"), ("<:", "["), (":>", "]"), ("<%", "{"), ("%>", "}"), ("%:", "#")];

    private readonly List<CToken> _tokens = [];
    private int _at;
    private int _line = 1;
    private int _lineStart;
    private bool _startsLine = true;
    private bool _afterSpace;

    public static List<CToken> Read(string source) => new CLexer(source).Read();

    private List<CToken> Read()
    {
        while (Skip())
        {
            ReadToken();
        }

        return _tokens;
    }

    private char Current => _at < source.Length ? source[_at] : '\0';

    private char Next => _at + 1 < source.Length ? source[_at + 1] : '\0';

    /// <summary>Goes to the next token; false at the end.</summary>
    private bool Skip()
    {
        _afterSpace = false;
        while (_at < source.Length)
        {
            if (Current == '\n')
            {
                NewLine();
                _startsLine = true;
            }
            else if (IsSplice())
            {
                continue;
            }
            else if (char.IsWhiteSpace(Current))
            {
                _at++;
            }
            else if (Current == '/' && Next == '/')
            {
                SkipLineComment();
            }
            else if (Current == '/' && Next == '*')
            {
                SkipComment();
            }
            else
            {
                return true;
            }

            _afterSpace = true;
        }

        return false;
    }

    /// <summary>Joins a line that ends in a backslash with the next; GCC and clang allow blanks after the backslash.</summary>
    private bool IsSplice()
    {
        if (Current != '\\')
        {
            return false;
        }

        var end = _at + 1;
        while (end < source.Length && source[end] is ' ' or '\t' or '\r')
        {
            end++;
        }

        if (end >= source.Length || source[end] != '\n')
        {
            return false;
        }

        _at = end;
        NewLine();
        return true;
    }

    private void NewLine()
    {
        _at++;
        _line++;
        _lineStart = _at;
    }

    private void SkipLineComment()
    {
        while (_at < source.Length && Current != '\n')
        {
            if (!IsSplice())
            {
                _at++;
            }
        }
    }

    private void SkipComment()
    {
        var (line, column) = (_line, _at - _lineStart + 1);
        for (_at += 2; _at < source.Length;)
        {
            if (Current == '*' && Next == '/')
            {
                _at += 2;
                return;
            }

            if (Current == '\n')
            {
                NewLine();
            }
            else
            {
                _at++;
            }
        }

        _tokens.Add(new CToken(CTokenKind.OpenComment, "/*", line, column));
    }

    private void ReadToken()
    {
        var (line, column, startsLine, afterSpace) = (_line, _at - _lineStart + 1, _startsLine, _afterSpace);
        _startsLine = false;
        var (kind, text) = Current switch
        {
            '"' or '\'' => ReadQuoted(),
            '_' or '$' => (CTokenKind.Identifier, ReadWhile(IsNamePart)),
            var c when char.IsLetter(c) => (CTokenKind.Identifier, ReadWhile(IsNamePart)),
            var c when char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Next)) => (CTokenKind.Number, ReadNumber()),
            _ => (CTokenKind.Punctuator, ReadPunctuator()),
        };
        _tokens.Add(new CToken(kind, text, line, column, startsLine, afterSpace));
    }

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c is '_' or '$';

    private string ReadWhile(Func<char, bool> belongs)
    {
        var start = _at;
        StringBuilder? joined = null;
        while (_at < source.Length)
        {
            if (belongs(Current))
            {
                _at++;
                continue;
            }

            var end = _at;
            if (!IsSplice())
            {
                break;
            }

            joined = (joined ?? new StringBuilder()).Append(source, start, end - start);
            start = _at;
        }

        return joined is null ? source[start.._at] : joined.Append(source, start, _at - start).ToString();
    }

    private string ReadNumber()
    {
        var before = '\0';
        return ReadWhile(c =>
        {
            var belongs = IsNamePart(c) || c == '.' || (c is '+' or '-' && before is 'e' or 'E' or 'p' or 'P');
            before = c;
            return belongs;
        });
    }

    private string ReadPunctuator()
    {
        var rest = source.AsSpan(_at);
        foreach (var punctuator in LongPunctuators)
        {
            if (rest.StartsWith(punctuator, StringComparison.Ordinal))
            {
                _at += punctuator.Length;
                return punctuator;
            }
        }

        foreach (var (digraph, text) in Digraphs)
        {
            if (rest.StartsWith(digraph, StringComparison.Ordinal))
            {
                _at += digraph.Length;
                return text;
            }
        }

        return source[_at++].ToString();
    }

    private (CTokenKind, string) ReadQuoted()
    {
        var (start, quote) = (_at, Current);
        for (_at++; _at < source.Length && Current != '\n';)
        {
            if (Current == quote)
            {
                _at++;
                return (quote == '"' ? CTokenKind.Text : CTokenKind.Character, source[start.._at]);
            }

            if (!IsSplice())
            {
                _at += Current == '\\' && Next != '\n' ? 2 : 1;
            }
        }

        _at = Math.Min(_at, source.Length);
        return (CTokenKind.Stray, quote.ToString());
    }
}
