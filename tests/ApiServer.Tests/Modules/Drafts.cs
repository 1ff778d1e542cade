using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Tests.Wasm;

namespace Tricorder.ApiServer.Tests.Modules;

/// <summary>Drafts that nothing is wrong with, for tests to spoil.</summary>
internal static class Drafts
{
    public const string Source = """
        BPF_PERF_OUTPUT(events);
        int on_connect(void *ctx) { return 0; }
        int on_return(void *ctx) { u64 times[3] = {}; events.perf_submit(ctx, &times, sizeof(times)); return 0; }
        """;

    public static byte[] Wasm { get; } = WasmBuilder.Runnable().Build();

    public static EbpfProgram Ebpf { get; } = new()
    {
        Format = ProgramFormat.Text,
        Language = ProgramLanguage.BccC,
        Source = Source,
        PerfBufferNames = ["events"],
        EventSize = 24,
        Probes = [Kprobe],
    };

    public static Probe Kprobe => new(ProbeType.Kprobe, "tcp_connect", "on_connect", "on_return", TimeSpan.Zero, "");

    public static Probe Sample => new(ProbeType.Sample, "", "on_connect", "", TimeSpan.FromMilliseconds(10), "");

    public static WasmProgram WasmProgram { get; } = new()
    {
        Format = ProgramFormat.Binary,
        Binary = Wasm,
        FileName = "connect.wasm",
        FunctionName = "process",
        Encoding = WasmEncoding.Json,
    };

    public static ModuleDraft Valid(string name = "tcp-connect") => new()
    {
        Name = name,
        Description = "Who connects where.",
        Labels = new Dictionary<string, string> { ["team"] = "network", ["tricorder.dev/tier"] = "1" },
        Content = new ModuleContent(Ebpf, WasmProgram, [new OutputField("data", FieldType.Jsonb, "The connection.")]),
        Panel = """{"type":"table"}""",
    };

    public static ModuleDraft With(this ModuleDraft draft, Func<EbpfProgram, EbpfProgram> ebpf) =>
        draft with { Content = draft.Content with { Ebpf = ebpf(draft.Content.Ebpf) } };

    public static ModuleDraft WithWasm(this ModuleDraft draft, Func<WasmProgram, WasmProgram> wasm) =>
        draft with { Content = draft.Content with { Wasm = wasm(draft.Content.Wasm) } };

    public static ModuleDraft WithFields(this ModuleDraft draft, params IReadOnlyList<OutputField> fields) =>
        draft with { Content = draft.Content with { Fields = fields } };

    public static ModuleDraft WithProbe(this ModuleDraft draft, Probe probe) => draft.With(ebpf => ebpf with { Probes = [probe] });
}
