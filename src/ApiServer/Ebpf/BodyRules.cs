using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf;

/// <summary>What kernels refuse, or what is not meant to stay, in the statements of a function.</summary>
internal static class BodyRules
{
    private const int KernelStack = 512;

    // Nobody can tell whether a longer one is constant, and loops in the heads of loops would take quadratic time.
    private const int MaxHead = 64;
    private static readonly string[] Comparisons = ["<", ">", "<=", ">=", "!="];

    public static void Check(BccProgram program, BccFunction function, List<EbpfProblem> problems)
    {
        CheckStack(program, function, problems);
        CheckReturn(function, problems);
        var labels = new HashSet<string>();
        for (var at = 0; at < function.Body.Count; at++)
        {
            CheckToken(function.Body, at, labels, problems);
        }
    }

    private static void CheckToken(IReadOnlyList<CToken> body, int at, HashSet<string> labels, List<EbpfProblem> problems)
    {
        var token = body[at];
        if (!token.IsIdentifier)
        {
            return;
        }

        var next = at + 1 < body.Count ? body[at + 1] : default;
        if (token.Is("bpf_trace_printk"))
        {
            problems.Add(EbpfProblem.Warning(EbpfCodes.TracePrintk,
                "bpf_trace_printk is for debugging: it writes to a pipe that all programs on the node share. Remove it", token));
        }
        else if ((token.Is("while") || token.Is("for")) && next.Is("(") && IsUnbounded(body, at))
        {
            problems.Add(EbpfProblem.Warning(EbpfCodes.UnboundedLoop,
                $"this '{token.Text}' has no bound that a verifier can see: kernels refuse to load it. Count to a constant", token));
        }
        else if (token.Is("goto") && labels.Contains(next.Text ?? ""))
        {
            problems.Add(EbpfProblem.Warning(EbpfCodes.UnboundedLoop,
                "this goto jumps back: kernels refuse loops without a bound. Use a for loop that counts to a constant", token));
        }
        else if (next.Is(":") && (at == 0 || body[at - 1].Text is ";" or "{" or "}"))
        {
            labels.Add(token.Text);
        }
    }

    private static bool IsUnbounded(IReadOnlyList<CToken> body, int at)
    {
        var end = at + 2;
        for (var depth = 1; end < body.Count; end++)
        {
            depth += body[end].Is("(") ? 1 : body[end].Is(")") ? -1 : 0;
            if (depth == 0)
            {
                break;
            }

            if (end - at > MaxHead)
            {
                return false;
            }
        }

        IReadOnlyList<CToken> head = [.. body.Skip(at + 2).Take(end - at - 2)];
        if (body[at].Is("for"))
        {
            var first = head.TakeWhile(token => !token.Is(";")).Count();
            head = [.. head.Skip(first + 1).TakeWhile(token => !token.Is(";"))];
        }
        else if (head is [{ Text: "0" }])
        {
            return false;
        }

        return head.Count == 0 || CExpression.Evaluate(head, _ => null) is not null || !head.Any(token => Comparisons.Contains(token.Text));
    }

    private static void CheckStack(BccProgram program, BccFunction function, List<EbpfProblem> problems)
    {
        var total = Locals.Deepest(program, function);
        if (total > KernelStack)
        {
            problems.Add(EbpfProblem.Warning(EbpfCodes.StackTooLarge,
                $"the variables of '{EbpfProblem.Name(function.Name)}' take {total} bytes at once; "
                + $"the kernel gives {KernelStack}. Put large ones into a "
                + "BPF_PERCPU_ARRAY of one element", function.Place));
        }
    }

    private static void CheckReturn(BccFunction function, List<EbpfProblem> problems)
    {
        if (function.ReturnsNothing || LastStatement(function.Body).Any(token => token.Is("return") || token.Is("goto")))
        {
            return;
        }

        problems.Add(EbpfProblem.Warning(EbpfCodes.MissingReturn,
            $"'{EbpfProblem.Name(function.Name)}' can end without 'return': the kernel refuses to load it. Add 'return 0;' at its end",
            function.Place));
    }

    /// <summary>From the last statement's beginning, an if with its else taken as one.</summary>
    private static IEnumerable<CToken> LastStatement(IReadOnlyList<CToken> body)
    {
        var start = 0;
        for (var at = 0; at < body.Count; at++)
        {
            if (body[at].Text is "(" or "[" or "{" && body[at].Kind == CTokenKind.Punctuator)
            {
                at = CBrackets.End(body, at);
            }

            var ends = body[at].Is(";") || body[at].Is("}");
            if (ends && at + 1 < body.Count && !body[at + 1].Is("else") && !body[at + 1].Is(";"))
            {
                start = at + 1;
            }
        }

        return body.Skip(start);
    }
}
