using Tricorder.ApiServer.Ebpf.Syntax;
using Tricorder.ApiServer.Ebpf.Tokens;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Ebpf;

/// <summary>What a BCC source declares.</summary>
internal sealed class BccProgram
{
    public List<BccFunction> Functions { get; } = [];

    public List<BccTable> Tables { get; } = [];

    public CTypes Types { get; } = new();

    /// <summary>What is no C, or not BCC's; with an error among it, nothing else is known of the program.</summary>
    public List<EbpfProblem> Problems { get; } = [];

    /// <summary>Whether something at the top level looks like a macro that only kernel headers know: it may define anything.</summary>
    public bool HasUnknownMacros { get; set; }

    /// <summary>Names in branches of #if that were left out although the kernel of a node may want them.</summary>
    public IReadOnlySet<string> LeftOut { get; private set; } = new HashSet<string>();

    /// <summary>Whether a name that was not found may be defined where this reader can not look.</summary>
    public bool MayDefine(string name) => HasUnknownMacros || LeftOut.Contains(name);

    public bool IsUnreadable => Problems.Exists(problem =>
        problem.Severity == FindingSeverity.Error && problem.Code is EbpfCodes.Syntax or EbpfCodes.TooComplex or EbpfCodes.Libbpf);

    public static BccProgram Read(string source)
    {
        var program = new BccProgram();
        var preprocessed = CPreprocessor.Run(source);
        program.LeftOut = preprocessed.LeftOut;
        if (preprocessed.Overflowed)
        {
            // What was cut off is not missing.
            program.Problems.AddRange(preprocessed.Problems.Where(problem => problem.Code == EbpfCodes.TooComplex));
            return program;
        }

        program.Problems.AddRange(preprocessed.Problems);
        program.Read(preprocessed);
        return program;
    }

    private void Read(CPreprocessor preprocessed)
    {
        var tokens = CScriptTokens.Join(preprocessed.Output);
        if (CBrackets.Check(tokens) is { } unbalanced)
        {
            Problems.Add(unbalanced);
            return;
        }

        if (LibbpfRules.Check(tokens, preprocessed.Includes) is { } libbpf)
        {
            Problems.Add(libbpf);
            return;
        }

        var syntax = CSyntax.Check(tokens);
        Problems.AddRange(syntax.Problems);
        HasUnknownMacros = syntax.HasPlaceholders;
        if (!IsUnreadable)
        {
            new BccParser(tokens, this).Parse(syntax.Items);
        }
    }
}

/// <summary>A map declared with one of BCC's macros, such as <c>BPF_PERF_OUTPUT(events);</c>.</summary>
internal sealed record BccTable(string Macro, string Name, CToken Place)
{
    public bool IsPerfBuffer => Macro == "BPF_PERF_OUTPUT";
}
