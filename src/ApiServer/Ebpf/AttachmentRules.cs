using Tricorder.ApiServer.Ebpf.Tokens;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Ebpf;

/// <summary>The functions that probes name must be there, and be such that the kernel can call them.</summary>
internal static class AttachmentRules
{
    private const int MaxSuggested = 5;

    public static void Check(BccProgram program, IReadOnlyList<EbpfAttachment> attachments, List<EbpfProblem> problems)
    {
        foreach (var attachment in attachments)
        {
            var found = program.Functions.Find(function => IsNamed(function, attachment.Function));
            if (found is null)
            {
                problems.Add(Missing(program, attachment));
            }
            else if (!found.FromMacro)
            {
                problems.AddRange(SignatureProblems(found, attachment));
            }
        }
    }

    /// <summary>BCC of before 0.31 has no <c>vmlinux__</c> in the names that its macros give.</summary>
    private static bool IsNamed(BccFunction function, string name) => function.Name == name
        || (function.FromMacro && function.Name.Replace("__vmlinux__", "__", StringComparison.Ordinal) == name);

    private static EbpfProblem Missing(BccProgram program, EbpfAttachment attachment)
    {
        var name = EbpfProblem.Name(attachment.Function);
        if (program.MayDefine(attachment.Function))
        {
            return new EbpfProblem(FindingSeverity.Warning, EbpfCodes.FunctionMissing,
                $"the source does not define '{name}', unless a macro of headers or another kernel does; check its spelling",
                attachment.Field, 0, 0);
        }

        var others = program.Functions.Where(function => !function.IsStatic)
            .Take(MaxSuggested)
            .Select(f => $"'{EbpfProblem.Name(f.Name)}'");
        var hint = string.Join(", ", others);
        return new EbpfProblem(FindingSeverity.Error, EbpfCodes.FunctionMissing,
            $"the source defines no function '{name}'" + (hint.Length > 0 ? $"; it defines {hint}" : ""), attachment.Field, 0, 0);
    }

    private static IEnumerable<EbpfProblem> SignatureProblems(BccFunction function, EbpfAttachment attachment)
    {
        EbpfProblem At(FindingSeverity severity, string code, string message) =>
            new(severity, code, message, attachment.Field, function.Place.Line, function.Place.Column);
        EbpfProblem Wrong(string message) => At(FindingSeverity.Error, EbpfCodes.FunctionSignature, message);

        var name = EbpfProblem.Name(function.Name);
        var context = ContextOf(attachment.Call);
        if (function.IsStatic)
        {
            yield return Wrong($"'{name}' is static: BCC loads only functions that are not. Remove 'static'");
        }

        if (function.ReturnsNothing && !function.CallsAnything)
        {
            // A call leaves something in R0, the register of the result; kernels refuse a program that ends with nothing in it.
            yield return At(FindingSeverity.Warning, EbpfCodes.MissingReturn,
                $"'{name}' returns nothing and calls nothing: R0 may be unset at its end, "
                + "and kernels refuse that. Declare it 'int' and return 0");
        }

        if (function.Parameters.Count == 0)
        {
            yield break;
        }

        if (!function.Parameters[0].Any(token => token.Is("*")))
        {
            yield return Wrong($"the first parameter of '{name}' is no pointer: it must be the context, 'struct {context} *ctx'");
        }
        else if (!FitsContext(function.Parameters[0], attachment.Call))
        {
            yield return At(FindingSeverity.Warning, EbpfCodes.FunctionContext,
                $"the first parameter of '{name}' is usually 'struct {context} *ctx' in a probe of this type");
        }

        if (attachment.Call == EbpfCall.Return && function.Parameters.Count > 1)
        {
            yield return At(FindingSeverity.Warning, EbpfCodes.FunctionContext,
                $"'{name}' is called on return, when the arguments of the traced function are gone: keep them in a map on entry");
        }
    }

    private static string ContextOf(EbpfCall call) => call switch
    {
        EbpfCall.Packet => "xdp_md",
        EbpfCall.Sample => "bpf_perf_event_data",
        EbpfCall.Tracepoint => "tracepoint__category__name",
        _ => "pt_regs",
    };

    private static bool FitsContext(IReadOnlyList<CToken> parameter, EbpfCall call)
    {
        if (parameter.Any(token => token.Is("void")))
        {
            return true;
        }

        bool Is(string name) => parameter.Any(token => token.Is(name));
        return call switch
        {
            EbpfCall.Packet => Is("xdp_md"),
            EbpfCall.Sample => Is("bpf_perf_event_data") || Is("pt_regs"),
            EbpfCall.Tracepoint => !Is("pt_regs"),
            _ => Is("pt_regs") || !Is("struct"),
        };
    }
}
