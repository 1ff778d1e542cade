using Tricorder.ApiServer.Ebpf.Syntax;
using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf;

/// <summary>
/// Reads functions, maps and types from the items at the top level of a preprocessed BCC source.
/// It knows BCC's macros; statements it leaves to others.
/// </summary>
internal sealed class BccParser(IReadOnlyList<CToken> tokens, BccProgram program)
{
    // Macros that begin a function, with the prefix of the name that the function gets.
    private static readonly Dictionary<string, string> FunctionMacros = new()
    {
        ["TRACEPOINT_PROBE"] = "tracepoint__",
        ["RAW_TRACEPOINT_PROBE"] = "raw_tracepoint__",
        ["KFUNC_PROBE"] = "kfunc__vmlinux__",
        ["KRETFUNC_PROBE"] = "kretfunc__vmlinux__",
        ["MODULE_KFUNC_PROBE"] = "kfunc__",
        ["MODULE_KRETFUNC_PROBE"] = "kretfunc__",
        ["KMOD_RET"] = "kmod_ret__",
        ["LSM_PROBE"] = "lsm__",
        ["BPF_ITER"] = "bpf_iter__",
    };

    private readonly Dictionary<string, CToken> _functions = [];
    private readonly Dictionary<string, CToken> _tables = [];

    public void Parse(IReadOnlyList<CItem> items)
    {
        foreach (var item in items)
        {
            if (item.Body >= 0)
            {
                ReadFunction(item);
            }
            else
            {
                ReadDeclaration(Slice(item.Start, item.End));
            }
        }
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

    private void ReadFunction(CItem item)
    {
        var first = item.Body + 1;
        var body = Slice(first, item.End - 1);
        var locals = item.Locals.OrderBy(local => local.Start)
            .Select(local => new CLocal(local.Start - first, local.End - first, local.ScopeEnd - first)).ToList();
        var name = tokens[item.Name];
        var afterParameters = Slice(item.Parameters, item.Body);
        var close = CBrackets.End(afterParameters, 0);
        var parameters = CBrackets.Split(afterParameters.GetRange(1, close - 1), ",");
        parameters.RemoveAll(part => part.Count == 0);
        if (FunctionMacros.TryGetValue(name.Text, out var prefix))
        {
            var ofModule = name.Text is "TRACEPOINT_PROBE" or "MODULE_KFUNC_PROBE" or "MODULE_KRETFUNC_PROBE";
            var parts = parameters.Take(ofModule ? 2 : 1).Select(part => part[0].Text);
            Add(new BccFunction(prefix + string.Join("__", parts), name, [], [], body, locals, FromMacro: true));
            return;
        }

        if (item.Name == item.Start && CWords.LooksLikeMacro(name.Text))
        {
            // A macro of headers: most name the function first.
            program.HasUnknownMacros = true;
            if (name.Text.StartsWith("BPF_", StringComparison.Ordinal) && parameters is [[{ IsIdentifier: true } named], ..])
            {
                Add(new BccFunction(named.Text, named, [], [], body, locals, FromMacro: true));
            }

            return;
        }

        var returnType = CTypes.WithoutAttributes(Slice(item.Start, item.Name));
        if (returnType.Count == 0 && !parameters.Any(LooksLikeParameter))
        {
            program.HasUnknownMacros = true;
            return;
        }

        var old = CBrackets.Split(CTypes.WithoutAttributes(afterParameters.GetRange(close + 1, afterParameters.Count - close - 1)), ";");
        if (old.Count > 0)
        {
            // Of before 1989: the types stand behind the names.
            parameters = old;
        }
        else if (parameters is [[var only]] && only.Is("void"))
        {
            parameters = [];
        }

        Add(new BccFunction(name.Text, name, returnType, parameters, body, locals, FromMacro: false));
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
