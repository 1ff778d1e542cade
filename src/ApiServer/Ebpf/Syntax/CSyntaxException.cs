using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <summary>Ends the reading of one function or declaration; it never leaves <see cref="CSyntax"/>.</summary>
internal sealed class CSyntaxException(EbpfProblem problem) : Exception(problem.Message)
{
    public EbpfProblem Problem { get; } = problem;
}
