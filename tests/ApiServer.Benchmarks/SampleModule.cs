using Google.Protobuf;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Benchmarks;

/// <summary>The module that all systems send: 24 KB of WASM and a small eBPF program.</summary>
internal static class SampleModule
{
    private const int WasmBytes = 24 * 1024;

    /// <summary>Versions differ in content, not in size.</summary>
    public static Module Create(string name, int version, int wasmBytes = WasmBytes) => new()
    {
        Name = name,
        Ebpf = new EbpfProgram
        {
            Format = ProgramFormat.Text,
            Language = ProgramLanguage.BccC,
            Source = "BPF_PERF_OUTPUT(events);\n"
                + "int sample(struct bpf_perf_event_data *ctx) { u64 t = bpf_ktime_get_ns(); "
                + "events.perf_submit(ctx, &t, sizeof(t)); return 0; }\n",
            PerfBufferNames = { "events" },
            EventSize = 8,
            Probes = { new Probe { Type = ProbeType.Sample, EntryFunction = "sample", SamplePeriod = new() { Seconds = 1 } } },
        },
        Wasm = new WasmProgram
        {
            Format = ProgramFormat.Binary,
            Language = ProgramLanguage.C,
            Binary = ByteString.CopyFrom(WasmSample.Create("write_event", wasmBytes, version)),
            FileName = "bench.wasm",
            FunctionName = "write_event",
            Encoding = WasmEncoding.Json,
        },
        OutputSchema = new OutputSchema
        {
            Fields = { new OutputField { Name = "data", Type = FieldType.Jsonb, Description = "One event." } },
        },
    };
}
