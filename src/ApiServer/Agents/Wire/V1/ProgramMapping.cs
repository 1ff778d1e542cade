using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.Agents.Wire.V1;

/// <summary>
/// A module's content as protobuf. Program bytes are wrapped, not copied: stored content never changes. The enums of both sides have the
/// same numbers, which a test holds them to.
/// </summary>
internal static class ProgramMapping
{
    /// <param name="program">The program.</param>
    /// <param name="full">With source and object; without, they are left out as in the BASIC view.</param>
    public static ApiServer.V1.EbpfProgram ToProto(EbpfProgram program, bool full)
    {
        var proto = new ApiServer.V1.EbpfProgram
        {
            Format = (ApiServer.V1.ProgramFormat)program.Format,
            Language = (ApiServer.V1.ProgramLanguage)program.Language,
            EventSize = program.EventSize,
        };
        if (full)
        {
            proto.Source = program.Source;
            proto.Object = UnsafeByteOperations.UnsafeWrap(program.Object);
        }

        proto.PerfBufferNames.Add(program.PerfBufferNames);
        proto.Probes.Add(program.Probes.Select(ToProto));
        return proto;
    }

    /// <param name="program">The program.</param>
    /// <param name="full">With source and binary; without, they are left out as in the BASIC view.</param>
    public static ApiServer.V1.WasmProgram ToProto(WasmProgram program, bool full)
    {
        var proto = new ApiServer.V1.WasmProgram
        {
            Format = (ApiServer.V1.ProgramFormat)program.Format,
            Language = (ApiServer.V1.ProgramLanguage)program.Language,
            FileName = program.FileName,
            FunctionName = program.FunctionName,
            Encoding = (ApiServer.V1.WasmEncoding)program.Encoding,
        };
        if (full)
        {
            proto.Source = program.Source;
            proto.Binary = UnsafeByteOperations.UnsafeWrap(program.Binary);
        }

        return proto;
    }

    /// <param name="fields">The declared columns.</param>
    /// <param name="tableName">The module's table.</param>
    public static ApiServer.V1.OutputSchema ToProto(IReadOnlyList<OutputField> fields, string tableName)
    {
        var proto = new ApiServer.V1.OutputSchema { TableName = tableName };
        proto.Fields.Add(fields.Select(field => new ApiServer.V1.OutputField
        {
            Name = field.Name,
            Type = (ApiServer.V1.FieldType)field.Type,
            Description = field.Description,
        }));
        return proto;
    }

    private static ApiServer.V1.Probe ToProto(Probe probe) => new()
    {
        Type = (ApiServer.V1.ProbeType)probe.Type,
        Target = probe.Target,
        EntryFunction = probe.EntryFunction,
        ReturnFunction = probe.ReturnFunction,
        SamplePeriod = probe.SamplePeriod == TimeSpan.Zero ? null : Duration.FromTimeSpan(probe.SamplePeriod),
        BinaryPath = probe.BinaryPath,
    };
}
