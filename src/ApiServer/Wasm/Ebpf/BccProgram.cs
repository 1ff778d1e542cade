namespace Tricorder.ApiServer.Wasm.Ebpf;

/// <summary>What a BCC source declares.</summary>
internal sealed class BccProgram
{
    public List<BccFunction> Functions { get; } = [];

    public List<BccTable> Tables { get; } = [];

    public CTypes Types { get; } = new();

    /// <summary>What could not be read: brackets that do not match, quotes and comments that do not end.</summary>
    public List<EbpfProblem> Problems { get; } = [];

    /// <summary>Whether something at the top level looks like a macro that only kernel headers know: it may define anything.</summary>
    public bool HasUnknownMacros { get; set; }

    public static BccProgram Read(string source)
    {
        var program = new BccProgram();
        var (tokens, problems) = CPreprocessor.Run(source);
        program.Problems.AddRange(problems);
        if (CBrackets.Check(tokens) is { } unbalanced)
        {
            program.Problems.Add(unbalanced);
        }
        else
        {
            new BccParser(tokens, program).Parse();
        }

        return program;
    }
}
