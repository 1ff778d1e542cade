using System.Text.RegularExpressions;
using Tricorder.ApiServer.Ebpf;

namespace Tricorder.ApiServer.Modules.Validation;

/// <summary>What one kind of probe needs, and what it has no use for.</summary>
/// <param name="Target">The form of its target; null = has none.</param>
/// <param name="TargetHelp">What the target is, with an example.</param>
/// <param name="Returns">Whether it can call a function on return.</param>
/// <param name="NeedsBinary">Whether it is about an executable or library.</param>
/// <param name="Samples">Whether it is a timer.</param>
/// <param name="Call">How its entry function is called.</param>
internal sealed record ProbeKind(
    Regex? Target, string TargetHelp, bool Returns = false, bool NeedsBinary = false, bool Samples = false, EbpfCall Call = EbpfCall.Entry)
{
    private static readonly ProbeKind Kprobe = new(
        Patterns.KernelSymbol, "the name of a kernel function, such as 'tcp_connect'", Returns: true);

    private static readonly ProbeKind Syscall = new(
        Patterns.CIdentifier, "the name of a system call without prefix, such as 'openat'", Returns: true);

    private static readonly ProbeKind Uprobe = new(
        Patterns.UserSymbol, "a symbol of binary_path, such as 'SSL_write'", Returns: true, NeedsBinary: true);

    private static readonly ProbeKind Tracepoint = new(
        Patterns.Tracepoint, "'category:name', such as 'sched:sched_switch'", Call: EbpfCall.Tracepoint);
    private static readonly ProbeKind Xdp = new(
        Patterns.NetworkInterface, "the name of a network interface, such as 'eth0'", Call: EbpfCall.Packet);
    private static readonly ProbeKind Sample = new(null, "", Samples: true, Call: EbpfCall.Sample);
    private static readonly ProbeKind Usdt = new(
        Patterns.UserProbe, "'provider:name', such as 'python:function__entry'", NeedsBinary: true);

    /// <summary>Null when there is no such kind.</summary>
    public static ProbeKind? Of(ProbeType type) => type switch
    {
        ProbeType.Kprobe => Kprobe,
        ProbeType.Syscall => Syscall,
        ProbeType.Uprobe => Uprobe,
        ProbeType.Tracepoint => Tracepoint,
        ProbeType.Xdp => Xdp,
        ProbeType.Sample => Sample,
        ProbeType.Usdt => Usdt,
        _ => null,
    };
}
