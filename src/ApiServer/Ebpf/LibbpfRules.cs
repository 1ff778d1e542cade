using System.Collections.Frozen;
using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf;

/// <summary>
/// Programs for libbpf look like BCC's and are compiled by other means: BCC loads none of their sections and makes none of their maps.
/// </summary>
internal static class LibbpfRules
{
    private static readonly FrozenSet<string> Headers = new[]
    {
        "vmlinux.h", "bpf/bpf_helpers.h", "bpf/bpf_tracing.h", "bpf/bpf_core_read.h", "bpf/usdt.bpf.h", "bpf_helpers.h", "bpf_tracing.h",
        "bpf_core_read.h",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> Macros = new[]
    {
        "BPF_KPROBE", "BPF_KRETPROBE", "BPF_UPROBE", "BPF_URETPROBE", "BPF_KSYSCALL", "BPF_KPROBE_SYSCALL", "BPF_USDT", "BPF_PROG2",
        "__uint", "__type",
    }.ToFrozenSet();

    /// <summary>What shows that a program is one for libbpf; null when nothing does.</summary>
    /// <param name="tokens">The preprocessed source.</param>
    /// <param name="includes">What it includes, and where.</param>
    public static EbpfProblem? Check(IReadOnlyList<CToken> tokens, IReadOnlyList<(string File, CToken Place)> includes)
    {
        foreach (var (file, place) in includes)
        {
            if (Headers.Contains(file))
            {
                return Problem($"#include \"{file}\"", place);
            }
        }

        for (var at = 0; at + 2 < tokens.Count; at++)
        {
            if (!tokens[at].IsIdentifier || !tokens[at + 1].Is("("))
            {
                continue;
            }

            var isSection = tokens[at].Is("SEC") && tokens[at + 2].Kind == CTokenKind.Text;
            var isMaps = tokens[at].Is("section") && tokens[at + 2] is { Kind: CTokenKind.Text, Text: "\".maps\"" };
            if (isSection || isMaps || Macros.Contains(tokens[at].Text))
            {
                return Problem(isSection || isMaps ? $"{tokens[at].Text}({tokens[at + 2].Text})" : tokens[at].Text + "(...)", tokens[at]);
            }
        }

        return null;
    }

    private static EbpfProblem Problem(string sign, CToken place) => EbpfProblem.Error(EbpfCodes.Libbpf,
        $"this is a libbpf program ({EbpfProblem.Name(sign)}), and agents compile with BCC. "
        + "For BCC: maps as BPF_HASH(name, key, value); and "
        + "BPF_PERF_OUTPUT(name); functions as 'int f(struct pt_regs *ctx)' without SEC; <linux/...> headers instead of vmlinux.h", place);
}
