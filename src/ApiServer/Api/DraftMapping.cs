using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.Api;

/// <summary>
/// Modules, protobuf to domain. Nothing is refused here: what has no meaning is handed on as it is (an enum value that is not defined, a
/// duration out of every range), so that validation tells all problems at once.
/// </summary>
internal static class DraftMapping
{
    private const long MaxSeconds = 315_576_000_000;
    private const int MaxNanos = 999_999_999;

    public static ModuleDraft ToDraft(V1.Module module) => new()
    {
        Name = module.Name,
        Description = module.Description,
        Labels = new Dictionary<string, string>(module.Labels),
        Content = new ModuleContent(ToEbpf(module.Ebpf), ToWasm(module.Wasm), ToFields(module.OutputSchema)),
        Panel = module.Panel,
    };

    private static EbpfProgram ToEbpf(V1.EbpfProgram? program) => program is null ? new EbpfProgram { Format = default } : new EbpfProgram
    {
        Format = (ProgramFormat)program.Format,
        Language = LanguageOf(program),
        Source = program.Source,
        Object = Bytes(program.Object),
        PerfBufferNames = [.. program.PerfBufferNames],
        EventSize = program.EventSize,
        Probes = [.. program.Probes.Select(ToProbe)],
    };

    /// <summary>There is one language for eBPF, so a program that has or should have a source need not name it.</summary>
    private static ProgramLanguage LanguageOf(V1.EbpfProgram program) =>
        program.Language == V1.ProgramLanguage.Unspecified && (program.Format == V1.ProgramFormat.Text || program.Source.Length > 0)
            ? ProgramLanguage.BccC : (ProgramLanguage)program.Language;

    private static Probe ToProbe(V1.Probe probe) => new(
        (ProbeType)probe.Type, probe.Target, probe.EntryFunction, probe.ReturnFunction, ToTimeSpan(probe.SamplePeriod), probe.BinaryPath);

    private static WasmProgram ToWasm(V1.WasmProgram? program) => program is null ? new WasmProgram { Format = default } : new WasmProgram
    {
        Format = (ProgramFormat)program.Format,
        Language = (ProgramLanguage)program.Language,
        Source = program.Source,
        Binary = Bytes(program.Binary),
        FileName = program.FileName,
        FunctionName = program.FunctionName,
        Encoding = (WasmEncoding)program.Encoding,
    };

    private static OutputField[] ToFields(V1.OutputSchema? schema) =>
        schema is null ? [] : [.. schema.Fields.Select(field => new OutputField(field.Name, (FieldType)field.Type, field.Description))];

    /// <summary>A duration that is not valid becomes one that no rule accepts.</summary>
    private static TimeSpan ToTimeSpan(Duration? duration) => duration switch
    {
        null => TimeSpan.Zero,
        { Seconds: < -MaxSeconds or > MaxSeconds } or { Nanos: < -MaxNanos or > MaxNanos } => TimeSpan.MinValue,
        { Seconds: > 0, Nanos: < 0 } or { Seconds: < 0, Nanos: > 0 } => TimeSpan.MinValue,
        _ => duration.ToTimeSpan(),
    };

    private static ReadOnlyMemory<byte> Bytes(ByteString bytes) => bytes.IsEmpty ? default : bytes.Memory;
}
