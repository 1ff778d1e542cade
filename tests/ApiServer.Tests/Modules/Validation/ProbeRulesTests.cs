using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.Tests.Modules.Validation;

internal sealed class ProbeRulesTests : ValidatorTest
{
    private static readonly Probe Valid = Drafts.Kprobe;
    private static readonly Probe Uprobe = Valid with
    { Type = ProbeType.Uprobe, Target = "SSL_write", BinaryPath = "/usr/lib/libssl.so.3" };
    private static readonly Probe Entry = Valid with { ReturnFunction = "" };

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Probe("kprobe", Valid);
        yield return Probe("kprobe with suffix", Valid with { Target = "tcp_v4_rcv.isra.0" });
        yield return Probe("return only", Valid with { EntryFunction = "" });
        yield return Probe("syscall", Valid with { Type = ProbeType.Syscall, Target = "openat" });
        yield return Probe("syscall with prefix", Valid with { Type = ProbeType.Syscall, Target = "sys_openat" },
            "Warning target AMBIGUOUS_NAME");
        yield return Probe("uprobe", Uprobe);
        yield return Probe("tracepoint", Entry with { Type = ProbeType.Tracepoint, Target = "sched:sched_switch" });
        yield return Probe("XDP", Entry with { Type = ProbeType.Xdp, Target = "eth0" });
        yield return Probe("sample", Drafts.Sample);
        yield return Probe("USDT",
            Entry with { Type = ProbeType.Usdt, Target = "python:function__entry", BinaryPath = "/usr/bin/python3" });

        yield return Probe("no type", Valid with { Type = default }, "Error type MISSING");
        yield return Probe("unknown type", Valid with { Type = (ProbeType)77 }, "Error type UNKNOWN_VALUE");
        yield return Probe("no target", Valid with { Target = "" }, "Error target MISSING");
        yield return Probe("target no symbol", Valid with { Target = "tcp connect" }, "Error target MALFORMED");
        yield return Probe("syscall no identifier", Valid with { Type = ProbeType.Syscall, Target = "open-at" }, "Error target MALFORMED");
        yield return Probe("tracepoint without category", Entry with { Type = ProbeType.Tracepoint, Target = "sched_switch" },
            "Error target MALFORMED");
        yield return Probe("tracepoint with return", Valid with { Type = ProbeType.Tracepoint, Target = "a:b" },
            "Warning return_function UNUSED");
        yield return Probe("interface too long", Entry with { Type = ProbeType.Xdp, Target = "sixteen-letters-" },
            "Error target MALFORMED");
        yield return Probe("no function", Valid with { EntryFunction = "", ReturnFunction = "" }, "Error entry_function MISSING");
        yield return Probe("no entry where no return", Drafts.Sample with { EntryFunction = "", ReturnFunction = "on_return" },
            "Error entry_function MISSING", "Warning return_function UNUSED");
        yield return Probe("function no identifier", Valid with { EntryFunction = "on-connect" }, "Error entry_function MALFORMED");
        yield return Probe(
            "function not in source", Valid with { EntryFunction = "on_connec" }, "Error entry_function EBPF_FUNCTION_MISSING");
        yield return Probe("uprobe without binary", Uprobe with { BinaryPath = "" }, "Error binary_path MISSING");
        yield return Probe("uprobe relative", Uprobe with { BinaryPath = "libssl.so" }, "Error binary_path MALFORMED");
        yield return Probe("uprobe path with NUL", Uprobe with { BinaryPath = "/lib\0" }, "Error binary_path MALFORMED");
        yield return Probe("sample without period", Drafts.Sample with { SamplePeriod = TimeSpan.Zero }, "Error sample_period MISSING");
        yield return Probe("sample too often", Drafts.Sample with { SamplePeriod = TimeSpan.FromMicroseconds(999) },
            "Error sample_period OUT_OF_RANGE");
        yield return Probe("period not a duration", Drafts.Sample with { SamplePeriod = TimeSpan.MinValue },
            "Error sample_period OUT_OF_RANGE");
        yield return Probe("unused fields", Valid with { SamplePeriod = TimeSpan.FromSeconds(1), BinaryPath = "/bin/sh" },
            "Warning sample_period UNUSED", "Warning binary_path UNUSED");
        yield return Probe("sample with target", Drafts.Sample with { Target = "x" }, "Warning target UNUSED");
    }

    [TestCaseSource(nameof(Cases))]
    public async Task Validate_Probe_FindsWhatIsWrong(Func<ModuleDraft, ModuleDraft> spoil, string[] expected) =>
        Assert.That(await FindAsync(spoil(Drafts.Valid())), Is.EqualTo(expected));

    /// <summary>Expected findings are written without the place that they have in common.</summary>
    private static TestCaseData Probe(string name, Probe probe, params string[] expected) =>
        Case(name, draft => draft.WithProbe(probe), [.. expected.Select(AtTheProbe)]);

    private static string AtTheProbe(string finding)
    {
        var field = finding.IndexOf(' ', StringComparison.Ordinal) + 1;
        return finding.Insert(field, "ebpf.probes[0].");
    }
}
