namespace Tricorder.ApiServer.Wasm.Ebpf;

/// <summary>
/// Finds functions, maps and types at the top level of a preprocessed BCC source whose brackets match. It knows the shapes of C
/// declarations and BCC's macros; statements it leaves to others.
/// </summary>
internal sealed class BccParser(IReadOnlyList<CToken> tokens, BccProgram program)
{
    // Macros that begin a function, with the prefix of the name that the function gets.
    private static readonly Dictionary<string, string> FunctionMacros = new()
    {
        ["TRACEPOINT_PROBE"] = "tracepoint__",
        ["RAW_TRACEPOINT_PROBE"] = "raw_tracepoint__",
        ["KFUNC_PROBE"] = "kfunc__",
        ["KRETFUNC_PROBE"] = "kretfunc__",
        ["KMOD_RET"] = "kmod_ret__",
        ["LSM_PROBE"] = "lsm__",
        ["BPF_ITER"] = "bpf_iter__",
    };

    private readonly Dictionary<string, CToken> _functions = [];
    private readonly Dictionary<string, CToken> _tables = [];
    private int _at;

    public void Parse()
    {
        while (_at < tokens.Count)
        {
            if (tokens[_at].Is(";") || tokens[_at].Kind == CTokenKind.Pragma)
            {
                _at++;
                continue;
            }

            var start = _at;
            var body = FindEnd();
            var declaration = Slice(start, _at);
            if (body >= 0)
            {
                ReadFunction(declaration, body - start);
            }
            else
            {
                ReadDeclaration(declaration);
            }
        }
    }

    /// <summary>Goes behind a declaration or function. The index of the function's opening brace; -1 for a declaration.</summary>
    private int FindEnd()
    {
        var assigned = false;
        for (var previous = default(CToken); _at < tokens.Count; _at++)
        {
            var token = tokens[_at];
            if (token.Is(";"))
            {
                _at++;
                return -1;
            }

            if (token.Is("{") && previous.Is(")") && !assigned)
            {
                var body = _at;
                _at = CBrackets.End(tokens, _at) + 1;
                return body;
            }

            assigned |= token.Is("=");
            if (token.Text is "(" or "[" or "{" && token.Kind == CTokenKind.Punctuator)
            {
                _at = CBrackets.End(tokens, _at);
            }

            previous = tokens[_at];
        }

        return -1;
    }

    private List<CToken> Slice(int start, int end)
    {
        var slice = new List<CToken>(end - start);
        for (var at = start; at < end; at++)
        {
            slice.Add(tokens[at]);
        }

        return slice;
    }

    private void ReadFunction(List<CToken> declaration, int bodyAt)
    {
        var head = CTypes.WithoutAttributes(declaration.GetRange(0, bodyAt));
        var body = declaration.GetRange(bodyAt + 1, declaration.Count - bodyAt - 2);
        var open = head.FindIndex(token => token.Is("("));
        if (open < 1 || !head[open - 1].IsIdentifier)
        {
            return;
        }

        var name = head[open - 1];
        var parameters = CBrackets.Split(head.GetRange(open + 1, CBrackets.End(head, open) - open - 1), ",");
        if (FunctionMacros.TryGetValue(name.Text, out var prefix))
        {
            var parts = parameters.Take(name.Text == "TRACEPOINT_PROBE" ? 2 : 1).Select(part => part[0].Text);
            Add(new BccFunction(prefix + string.Join("__", parts), name, [], [], body, FromMacro: true));
            return;
        }

        var returnType = head.GetRange(0, open - 1);
        if (returnType.Count == 0 && !parameters.Any(LooksLikeParameter))
        {
            program.HasUnknownMacros = true;
            return;
        }

        if (parameters is [[var only]] && only.Is("void"))
        {
            parameters = [];
        }

        Add(new BccFunction(name.Text, name, returnType, parameters, body, FromMacro: false));
    }

    private static bool LooksLikeParameter(IReadOnlyList<CToken> part) => part.Count > 1 || part[0].Is("void");

    private void Add(BccFunction function)
    {
        program.Functions.Add(function);
        if (!_functions.TryAdd(function.Name, function.Place))
        {
            program.Problems.Add(Duplicate("function", function.Name, _functions[function.Name], function.Place));
        }
    }

    private void ReadDeclaration(List<CToken> declaration)
    {
        if (declaration[0].IsIdentifier && declaration.Count > 2 && declaration[1].Is("("))
        {
            if (declaration[0].Text.StartsWith("BPF_", StringComparison.Ordinal))
            {
                ReadTable(declaration);
            }
            else if (declaration[0].Text is not ("_Static_assert" or "static_assert" or "__attribute__"))
            {
                program.HasUnknownMacros = true;
            }
        }
        else
        {
            program.Types.Declare(declaration);
        }
    }

    private void ReadTable(List<CToken> declaration)
    {
        var arguments = CBrackets.Split(declaration.GetRange(2, CBrackets.End(declaration, 1) - 2), ",");
        // BPF_TABLE("hash", key, leaf, name, size) and its variants name the kind first; all others begin with the name.
        var index = declaration[0].Text.StartsWith("BPF_TABLE", StringComparison.Ordinal) ? 3 : 0;
        if (index >= arguments.Count || arguments[index] is not [{ IsIdentifier: true } name])
        {
            return;
        }

        program.Tables.Add(new BccTable(declaration[0].Text, name.Text, name));
        if (!_tables.TryAdd(name.Text, name))
        {
            program.Problems.Add(Duplicate("map", name.Text, _tables[name.Text], name));
        }
    }

    private static EbpfProblem Duplicate(string what, string name, CToken first, CToken place) => EbpfProblem.Error(
        EbpfCodes.DuplicateName, $"the {what} '{EbpfProblem.Name(name)}' is there in line {first.Line} already; rename one", place);
}
