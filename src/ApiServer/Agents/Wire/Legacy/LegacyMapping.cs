using Google.Protobuf;
using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.Modules;
using Tricorder.Legacy.Common;
using Tricorder.Legacy.Deployer;
using Tricorder.Legacy.Ebpf;
using Tricorder.Legacy.Module;

namespace Tricorder.ApiServer.Agents.Wire.Legacy;

/// <summary>What the agents of 2023 expect, in their own terms; docs/agents.md says what works there.</summary>
internal static class LegacyMapping
{
    public static Tricorder.Legacy.Module.Module ToProto(AgentUpdate update, ModuleContent content) => new()
    {
        Name = update.ModuleName,
        Ebpf = ToProto(content.Ebpf),
        Wasm = new Tricorder.Legacy.Wasm.Program
        {
            Fmt = Format.Binary,
            Lang = Lang.C,
            Code = UnsafeByteOperations.UnsafeWrap(content.Wasm.Binary),
            FnName = content.Wasm.FunctionName,
            OutputSchema = new Schema
            {
                Name = Modules.Module.TableNameOf(update.ModuleId, content),
                Fields = { content.Fields.Select(field => new DataField { Name = field.Name, Type = ToProto(field.Type) }) },
            },
        },
        WasmOutputEncoding = content.Wasm.Encoding switch
        {
            WasmEncoding.Tlv => EncodingParadigm.Tlv,
            WasmEncoding.Json => EncodingParadigm.Json,
            _ => EncodingParadigm.None,
        },
    };

    /// <summary>An answer; null for a state that says nothing.</summary>
    public static ModuleReport? ToReport(DeployModuleResp answer) => answer.State switch
    {
        ModuleInstanceState.Succeeded => ToReport(answer, ReportedState.Succeeded),
        ModuleInstanceState.Failed => ToReport(answer, ReportedState.Failed),
        _ => null,
    };

    public static ContainerInfo ToProto(Container container) => new()
    {
        Id = container.Id,
        Name = container.Name,
        PodUid = container.PodUid,
        PodName = container.PodName,
        QosClass = container.QosClass,
    };

    private static ModuleReport ToReport(DeployModuleResp answer, ReportedState state) => new(
        WireIds.Canonical(answer.ModuleId), null, null, state, ReportedText.Message(answer.Desc));

    private static Tricorder.Legacy.Ebpf.Program ToProto(EbpfProgram ebpf) => new()
    {
        Fmt = Format.Text,
        Lang = Lang.C,
        Code = ebpf.Source,
        PerfBufferName = ebpf.PerfBufferNames.Count > 0 ? ebpf.PerfBufferNames[0] : "",
        Probes = { ebpf.Probes.Select(ToProto) },
    };

    private static ProbeSpec ToProto(Probe probe) => new()
    {
        Type = probe.Type switch
        {
            ProbeType.Kprobe => ProbeSpec.Types.Type.Kprobe,
            ProbeType.Syscall => ProbeSpec.Types.Type.SyscallProbe,
            ProbeType.Uprobe => ProbeSpec.Types.Type.Uprobe,
            ProbeType.Tracepoint => ProbeSpec.Types.Type.Tracepoint,
            ProbeType.Xdp => ProbeSpec.Types.Type.Xdp,
            ProbeType.Sample => ProbeSpec.Types.Type.SampleProbe,
            ProbeType.Usdt => ProbeSpec.Types.Type.Usdt,
            _ => throw new ArgumentOutOfRangeException(nameof(probe), probe.Type, null),
        },
        Target = probe.Target,
        Entry = probe.EntryFunction,
        Return = probe.ReturnFunction,
        SamplePeriodNanos = (long)probe.SamplePeriod.TotalNanoseconds,
        BinaryPath = probe.BinaryPath,
    };

    private static DataField.Types.Type ToProto(FieldType type) => type switch
    {
        FieldType.Bool => DataField.Types.Type.Bool,
        FieldType.Date => DataField.Types.Type.Date,
        FieldType.Int => DataField.Types.Type.Int,
        FieldType.Integer => DataField.Types.Type.Integer,
        FieldType.Json => DataField.Types.Type.Json,
        FieldType.Jsonb => DataField.Types.Type.Jsonb,
        _ => DataField.Types.Type.Text,
    };
}
