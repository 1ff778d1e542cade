using System.Globalization;
using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf;

/// <summary>
/// Expands macros. A macro is not expanded inside itself. Where C would look at tokens beyond a replacement for the arguments of a macro
/// that it ends with, this does not. The number of tokens is bounded: macros can double at every level.
/// </summary>
internal sealed class CExpander(IReadOnlyDictionary<string, CMacro> macros)
{
    private const int MaxTokens = 500_000;
    private const int MaxDepth = 64;
    private const int MaxSteps = 5_000_000;
    private static readonly CToken Nothing = new(CTokenKind.Punctuator, "", 0, 0);
    private readonly HashSet<string> _active = [];
    private int _produced;
    private int _steps;
    private int _depth;

    // How often __COUNTER__ was used, and the token of the source that is being expanded.
    private int _counter;
    private CToken _place;

    /// <summary>Uses of macros in the source that have more or fewer arguments than the macro takes.</summary>
    public List<CToken> Miscounted { get; } = [];

    /// <summary>Whether it gave up: the result is incomplete then.</summary>
    public bool Overflowed { get; private set; }

    public List<CToken> Expand(IReadOnlyList<CToken> tokens)
    {
        var output = new List<CToken>();
        Overflowed |= ++_depth > MaxDepth;
        for (var at = 0; at < tokens.Count && !Overflowed; at++)
        {
            var token = tokens[at];
            if (_depth == 1)
            {
                _place = token;
            }

            if (token.IsIdentifier && BuiltIn(token.Text) is { } value)
            {
                Pass(output, value.At(token));
            }
            else if (!token.IsIdentifier || _active.Contains(token.Text) || !macros.TryGetValue(token.Text, out var macro))
            {
                Pass(output, token);
            }
            else if (macro.Parameters is null)
            {
                Replace(output, token, macro, []);
            }
            else if (ReadArguments(tokens, at + 1, out var end) is { } arguments)
            {
                if (_depth == 1 && !macro.Takes(arguments))
                {
                    Miscounted.Add(token);
                }

                Replace(output, token, macro, arguments);
                at = end;
            }
            else
            {
                Pass(output, token);
            }
        }

        _depth--;
        return output;
    }

    /// <summary>What compilers know without a #define, where it matters: names that macros make of it differ.</summary>
    private CToken? BuiltIn(string name) => name switch
    {
        "__LINE__" => Number(_place.Line),
        "__COUNTER__" => Number(_counter++),
        "__INCLUDE_LEVEL__" => Number(0),
        "__FILE__" or "__BASE_FILE__" or "__FILE_NAME__" or "__DATE__" or "__TIME__" or "__TIMESTAMP__" =>
            new CToken(CTokenKind.Text, "\"\"", 0, 0),
        _ => null,
    };

    private static CToken Number(int value) => new(CTokenKind.Number, value.ToString(CultureInfo.InvariantCulture), 0, 0);

    /// <summary>Adds what is no macro's. Only what replacements give counts: the source has a bound of its own.</summary>
    private void Pass(List<CToken> output, CToken token)
    {
        if (_depth > 1)
        {
            Add(output, token);
        }
        else
        {
            output.Add(token);
        }
    }

    private void Add(List<CToken> output, CToken token)
    {
        output.Add(token);
        Overflowed |= ++_produced > MaxTokens;
    }

    private void Replace(List<CToken> output, CToken use, CMacro macro, List<List<CToken>> arguments)
    {
        var body = Substitute(macro.WithoutOptional(arguments), arguments);
        _active.Add(use.Text);
        foreach (var token in Expand(body))
        {
            output.Add(token.At(use));
        }

        _active.Remove(use.Text);
    }

    /// <summary>
    /// The arguments in the parentheses that begin at <paramref name="at"/>; null when there are none, or they do not end.
    /// </summary>
    private List<List<CToken>>? ReadArguments(IReadOnlyList<CToken> tokens, int at, out int end)
    {
        end = at;
        if (at >= tokens.Count || !tokens[at].Is("("))
        {
            return null;
        }

        var arguments = new List<List<CToken>> { new() };
        var depth = 0;
        for (; end < tokens.Count && !Overflowed; end++)
        {
            var token = tokens[end];
            Overflowed |= ++_steps > MaxSteps;
            if (token.Is("(") && depth++ == 0)
            {
                continue;
            }

            if (token.Is(")") && --depth == 0)
            {
                return arguments;
            }

            if (token.Is(",") && depth == 1)
            {
                arguments.Add([]);
            }
            else
            {
                arguments[^1].Add(token);
            }
        }

        return null;
    }

    private List<CToken> Substitute(CMacro macro, List<List<CToken>> arguments)
    {
        var body = new List<CToken>();
        for (var at = 0; at < macro.Body.Count && !Overflowed; at++)
        {
            var token = macro.Body[at];
            if (macro.Parameters is not null && token.Is("#") && at + 1 < macro.Body.Count
                && Find(macro, arguments, macro.Body[at + 1]) is { } named)
            {
                var text = '"' + string.Join(' ', named.Select(t => t.Text)) + '"';
                Add(body, token with { Kind = CTokenKind.Text, Text = text });
                Overflowed |= (_steps += text.Length) > MaxSteps;
                at++;
            }
            else if (token.Is("##") && body.Count > 0 && at + 1 < macro.Body.Count)
            {
                var next = macro.Body[++at];
                var right = Find(macro, arguments, next) ?? [next];
                if (body[^1].Is(",") && next.Is(macro.More ?? ""))
                {
                    // GNU: a comma before no more arguments goes.
                    TakeMore(body, right);
                }
                else
                {
                    Paste(body, right);
                }
            }
            else if (Find(macro, arguments, token) is { } argument)
            {
                // Beside ## an argument stays as it is; elsewhere it is expanded before.
                var pasted = at + 1 < macro.Body.Count && macro.Body[at + 1].Is("##");
                foreach (var each in pasted ? argument : Expand(argument))
                {
                    Add(body, each);
                    if (Overflowed)
                    {
                        break;
                    }
                }

                if (pasted && argument.Count == 0)
                {
                    // Pasting goes to nothing, not to what stands before it.
                    Add(body, Nothing);
                }
            }
            else
            {
                Add(body, token);
            }
        }

        body.RemoveAll(token => token.Text.Length == 0);
        return body;
    }

    private void TakeMore(List<CToken> body, List<CToken> more)
    {
        if (more.Count == 0)
        {
            body.RemoveAt(body.Count - 1);
        }

        foreach (var each in Expand(more))
        {
            Add(body, each);
        }
    }

    private void Paste(List<CToken> body, List<CToken> right)
    {
        if (right.Count == 0)
        {
            return;
        }

        var left = body[^1];
        var text = left.Text + right[0].Text;
        body[^1] = left with
        {
            Text = text,
            Kind = text[0] == '"' ? CTokenKind.Text
                : text[0] == '\'' ? CTokenKind.Character
                : char.IsLetter(text[0]) || text[0] == '_' ? CTokenKind.Identifier
                : char.IsAsciiDigit(text[0]) ? CTokenKind.Number : CTokenKind.Punctuator,
        };
        for (var at = 1; at < right.Count && !Overflowed; at++)
        {
            Add(body, right[at]);
        }

        Overflowed |= (_steps += text.Length) > MaxSteps;
    }

    private static List<CToken>? Find(CMacro macro, List<List<CToken>> arguments, CToken token)
    {
        if (macro.Parameters is not { } parameters || !token.IsIdentifier)
        {
            return null;
        }

        for (var index = 0; index < parameters.Count; index++)
        {
            if (parameters[index] == token.Text)
            {
                return index < arguments.Count ? arguments[index] : [];
            }
        }

        return token.Text == macro.More ? Rest(arguments, parameters.Count) : null;
    }

    private static List<CToken> Rest(List<List<CToken>> arguments, int from)
    {
        var rest = new List<CToken>();
        for (var index = from; index < arguments.Count; index++)
        {
            if (index > from)
            {
                rest.Add(new CToken(CTokenKind.Punctuator, ",", 0, 0));
            }

            rest.AddRange(arguments[index]);
        }

        return rest;
    }
}
