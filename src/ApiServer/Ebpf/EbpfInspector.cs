using Tricorder.ApiServer.Ebpf.Tokens;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Ebpf;

/// <summary>
/// Looks at an eBPF program in BCC's C without compiling it: that takes a kernel's headers. Names that are written wrong, buffers that are
/// not there and traps that verifiers know are found here, before an agent finds them.
/// </summary>
internal static class EbpfInspector
{
    private const int MaxProblems = 100;

    /// <summary>All problems, at most 100. Never throws for what the source is.</summary>
    /// <param name="source">The source.</param>
    /// <param name="buffers">Fields and names of the perf buffers that agents read.</param>
    /// <param name="attachments">The functions that probes name.</param>
    /// <param name="eventSize">Bytes of an event as the author says; 0 = not said.</param>
    public static IReadOnlyList<EbpfProblem> Inspect(
        string source, IReadOnlyList<(string Field, string Name)> buffers, IReadOnlyList<EbpfAttachment> attachments, int eventSize)
    {
        var program = BccProgram.Read(source);
        var problems = new List<EbpfProblem>(program.Problems);
        if (program.IsUnreadable)
        {
            // What was not read can not be missed.
            return Worst(problems);
        }

        AttachmentRules.Check(program, attachments, problems);
        PerfBufferRules.Check(program, buffers, eventSize, problems);
        foreach (var function in program.Functions)
        {
            BodyRules.Check(program, function, problems);
        }

        return Worst(problems);
    }

    /// <summary>So many that a person reads them, errors first when there are more.</summary>
    private static List<EbpfProblem> Worst(List<EbpfProblem> problems) => problems.Count <= MaxProblems
        ? problems
        : [.. problems.OrderBy(problem => problem.Severity == FindingSeverity.Error ? 0 : 1).Take(MaxProblems)];
}
