using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf;

/// <summary>A #define.</summary>
/// <param name="Parameters">Null when it takes none, not even parentheses.</param>
/// <param name="More">The name of what more it takes, such as __VA_ARGS__; null when it takes no more.</param>
/// <param name="Body">What it stands for.</param>
internal sealed record CMacro(IReadOnlyList<string>? Parameters, string? More, IReadOnlyList<CToken> Body)
{
    private const int MaxParameters = 127;
    private const string Rest = "__VA_ARGS__";

    /// <summary>From what follows <c>#define NAME</c> on its line; null when it is malformed, with what is wrong.</summary>
    public static CMacro? Read(ReadOnlySpan<CToken> rest, out string problem)
    {
        problem = "";
        var macro = rest.IsEmpty || !rest[0].Is("(") || rest[0].AfterSpace
            ? new CMacro(null, null, rest.ToArray())
            : ReadParameters(rest, out problem);
        if (macro is not null)
        {
            problem = macro.ProblemOfBody() ?? "";
        }

        return problem.Length == 0 ? macro : null;
    }

    /// <summary>Whether a use may have so many arguments. GNU: what is more may be left out, with its comma.</summary>
    public bool Takes(IReadOnlyList<IReadOnlyList<CToken>> arguments)
    {
        var count = Parameters is null or [] && arguments is [[]] ? 0 : arguments.Count;
        return Parameters is null || count == Parameters.Count || (More is not null && count >= Parameters.Count);
    }

    /// <summary>Takes <c>__VA_OPT__(...)</c> from the body: what is in it stays where more arguments are given.</summary>
    public CMacro WithoutOptional(IReadOnlyList<IReadOnlyList<CToken>> arguments)
    {
        if (More is null || !Body.Any(token => token.Is("__VA_OPT__")))
        {
            return this;
        }

        var hasMore = arguments.Skip(Parameters!.Count).Any(argument => argument.Count > 0) || arguments.Count > Parameters.Count + 1;
        var body = new List<CToken>();
        for (var at = 0; at < Body.Count; at++)
        {
            if (!Body[at].Is("__VA_OPT__") || at + 1 >= Body.Count || !Body[at + 1].Is("("))
            {
                body.Add(Body[at]);
                continue;
            }

            var depth = 1;
            for (at += 2; at < Body.Count; at++)
            {
                depth += Body[at].Is("(") ? 1 : Body[at].Is(")") ? -1 : 0;
                if (depth == 0)
                {
                    break;
                }

                if (hasMore)
                {
                    body.Add(Body[at]);
                }
            }

            if (!hasMore)
            {
                // What ## stands beside.
                body.Add(new CToken(CTokenKind.Punctuator, "", 0, 0));
            }
        }

        return this with { Body = body };
    }

    private static CMacro? ReadParameters(ReadOnlySpan<CToken> rest, out string problem)
    {
        problem = "its parameters are names with ',' between and ')' behind";
        var parameters = new List<string>();
        string? more = null;
        for (var at = 1; at < rest.Length; at++)
        {
            var isEmpty = at == 1 && rest[at].Is(")");
            if (rest[at].IsIdentifier && parameters.Count < MaxParameters)
            {
                if (parameters.Contains(rest[at].Text))
                {
                    problem = $"its parameter '{EbpfProblem.Name(rest[at].Text)}' is there twice";
                    return null;
                }

                parameters.Add(rest[at++].Text);
                if (at < rest.Length && rest[at].Is("..."))
                {
                    // GNU: `args...` is the name of what is more.
                    more = parameters[^1];
                    parameters.RemoveAt(parameters.Count - 1);
                    at++;
                }
            }
            else if (rest[at].Is("..."))
            {
                more = Rest;
                at++;
            }
            else if (!isEmpty)
            {
                return null;
            }

            if (at < rest.Length && rest[at].Is(")"))
            {
                problem = "";
                return new CMacro(parameters, more, rest[(at + 1)..].ToArray());
            }

            if (at >= rest.Length || !rest[at].Is(",") || more is not null)
            {
                return null;
            }
        }

        return null;
    }

    private string? ProblemOfBody()
    {
        if (Body.Count > 0 && (Body[0].Is("##") || Body[^1].Is("##")))
        {
            return "'##' wants something before and behind it";
        }

        for (var at = 0; Parameters is not null && at < Body.Count; at++)
        {
            var next = at + 1 < Body.Count ? Body[at + 1].Text : "";
            if (Body[at].Is("#") && next != More && !Parameters.Contains(next) && !(More is not null && next == "__VA_OPT__"))
            {
                return "'#' wants the name of a parameter behind it";
            }
        }

        return null;
    }
}
