using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.Tests.Modules.Validation;

internal sealed class EbpfRulesTests : ValidatorTest
{
    private const string NotForLegacy = "Info ebpf.format LEGACY_AGENTS";

    private static readonly byte[] Object = ElfObject(machine: 247);

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Ebpf("absent", _ => new EbpfProgram { Format = default }, "Error ebpf MISSING");
        yield return Ebpf("no format", ebpf => ebpf with { Format = default }, "Error ebpf.format MISSING");
        yield return Ebpf("unknown format", ebpf => ebpf with { Format = (ProgramFormat)9 }, "Error ebpf.format UNKNOWN_VALUE");
        yield return Ebpf("no source", ebpf => ebpf with { Source = " \n" }, "Error ebpf.source MISSING");
        yield return Ebpf("largest source", ebpf => ebpf with { Source = Drafts.Source.PadRight(512 * 1024) });
        yield return Ebpf("source too large", ebpf => ebpf with { Source = Drafts.Source.PadRight((512 * 1024) + 1) },
            "Error ebpf.source TOO_LARGE");
        yield return Ebpf("no language", ebpf => ebpf with { Language = default }, "Error ebpf.language MISSING");
        yield return Ebpf("language of WASM", ebpf => ebpf with { Language = ProgramLanguage.Wat }, "Error ebpf.language UNKNOWN_VALUE");
        yield return Ebpf("object beside text", ebpf => ebpf with { Object = Object }, "Warning ebpf.object UNUSED");
        yield return Ebpf("object", ebpf => Compiled(ebpf, Object), NotForLegacy);
        yield return Ebpf("no object", ebpf => Compiled(ebpf, []), "Error ebpf.object MISSING");
        yield return Ebpf("object too large", ebpf => Compiled(ebpf, new byte[(1024 * 1024) + 1]), "Error ebpf.object TOO_LARGE");
        yield return Ebpf("object for x86", ebpf => Compiled(ebpf, ElfObject(machine: 62)), "Error ebpf.object NOT_AN_EBPF_OBJECT");
        yield return Ebpf("no ELF file", ebpf => Compiled(ebpf, new byte[64]), "Error ebpf.object NOT_AN_EBPF_OBJECT");
        yield return Ebpf("object cut", ebpf => Compiled(ebpf, Object[..20]), "Error ebpf.object NOT_AN_EBPF_OBJECT");
        yield return Ebpf("largest event", ebpf => ebpf with { EventSize = 65536 });
        yield return Ebpf("event too large", ebpf => ebpf with { EventSize = 65537 }, "Error ebpf.event_size OUT_OF_RANGE");
        yield return Ebpf("event negative", ebpf => ebpf with { EventSize = -1 }, "Error ebpf.event_size OUT_OF_RANGE");
        yield return Ebpf("no perf buffer", ebpf => ebpf with { PerfBufferNames = [] },
            "Warning ebpf.perf_buffer_names NO_PERF_BUFFER",
            "Warning ebpf.source EBPF_PERF_BUFFER_UNREAD",
            "Info ebpf.perf_buffer_names LEGACY_AGENTS");
        yield return Ebpf("perf buffer no identifier", ebpf => ebpf with { PerfBufferNames = ["1st"] },
            "Error ebpf.perf_buffer_names[0] MALFORMED", "Warning ebpf.source EBPF_PERF_BUFFER_UNREAD");
        yield return Ebpf("perf buffer twice", ebpf => ebpf with { PerfBufferNames = ["events", "events"] },
            "Error ebpf.perf_buffer_names[1] DUPLICATE");
        yield return Ebpf("perf buffer not in source", ebpf => ebpf with { PerfBufferNames = ["event"] },
            "Error ebpf.perf_buffer_names[0] EBPF_PERF_BUFFER_MISSING", "Warning ebpf.source EBPF_PERF_BUFFER_UNREAD");
        yield return Ebpf(
            "two perf buffers",
            ebpf => ebpf with { Source = Drafts.Source + "BPF_PERF_OUTPUT(more);", PerfBufferNames = ["events", "more"] },
            "Warning ebpf.perf_buffer_names[1] EBPF_PERF_BUFFER_UNUSED", "Info ebpf.perf_buffer_names LEGACY_AGENTS");
        yield return Ebpf("too many perf buffers", ebpf => Compiled(ebpf with { PerfBufferNames = ManyNames }, Object),
            "Error ebpf.perf_buffer_names TOO_MANY");
        yield return Ebpf("no probes", ebpf => ebpf with { Probes = [] }, "Error ebpf.probes MISSING");
        yield return Ebpf("most probes", ebpf => ebpf with { Probes = [.. Enumerable.Repeat(Drafts.Kprobe, 256)] });
        yield return Ebpf("too many probes", ebpf => ebpf with { Probes = [.. Enumerable.Repeat(Drafts.Kprobe, 257)] },
            "Error ebpf.probes TOO_MANY");
    }

    private static string[] ManyNames { get; } = [.. Enumerable.Range(0, 17).Select(index => $"buffer{index}")];

    [TestCaseSource(nameof(Cases))]
    public async Task Validate_Ebpf_FindsWhatIsWrong(Func<ModuleDraft, ModuleDraft> spoil, string[] expected) =>
        Assert.That(await FindAsync(spoil(Drafts.Valid())), Is.EqualTo(expected));

    private static TestCaseData Ebpf(string name, Func<EbpfProgram, EbpfProgram> spoil, params string[] expected) =>
        Case(name, draft => draft.With(spoil), expected);

    private static EbpfProgram Compiled(EbpfProgram ebpf, byte[] bytes) =>
        ebpf with { Format = ProgramFormat.Binary, Language = default, Source = "", Object = bytes };

    private static byte[] ElfObject(byte machine)
    {
        var bytes = new byte[64];
        "\u007fELF"u8.CopyTo(bytes);
        (bytes[4], bytes[5], bytes[18]) = (2, 1, machine);
        return bytes;
    }
}
