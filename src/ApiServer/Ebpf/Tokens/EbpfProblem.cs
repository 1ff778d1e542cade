using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Ebpf.Tokens;

/// <summary>Something to say about an eBPF program's source. Field is empty when it is about the source itself.</summary>
internal sealed record EbpfProblem(FindingSeverity Severity, string Code, string Message, string Field, int Line, int Column)
{
    public static EbpfProblem Error(string code, string message, CToken place) =>
        new(FindingSeverity.Error, code, MessageText.Sentence(message), "", place.Line, place.Column);

    public static EbpfProblem Warning(string code, string message, CToken place) =>
        new(FindingSeverity.Warning, code, MessageText.Sentence(message), "", place.Line, place.Column);

    /// <summary>A name of the author's for use in a message.</summary>
    public static string Name(string name) => MessageText.Name(name);
}
