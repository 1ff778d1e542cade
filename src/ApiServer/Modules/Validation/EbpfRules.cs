using System.Globalization;
using Tricorder.ApiServer.Ebpf;

namespace Tricorder.ApiServer.Modules.Validation;

/// <summary>The eBPF program and its buffers; its probes have rules of their own.</summary>
internal static class EbpfRules
{
    private static readonly EbpfProgram Nothing = new() { Format = default };

    public static void Check(EbpfProgram program, FindingList findings)
    {
        if (IsAbsent(program))
        {
            findings.Error("ebpf", FindingCodes.Missing, "is required: the eBPF program that traces the kernel");
            return;
        }

        var sourceIsSound = findings.CheckText("ebpf.source", program.Source, ModuleLimits.SourceBytes);
        CheckProgram(program, findings);
        CheckLanguage(program, findings);
        CheckEvents(program, findings);
        CheckPerfBuffers(program.PerfBufferNames, findings);
        ProbeRules.Check(program.Probes, findings);
        if (sourceIsSound && program.Format == ProgramFormat.Text && !string.IsNullOrWhiteSpace(program.Source))
        {
            findings.Add(EbpfInspector.Inspect(
                program.Source, [.. BuffersOf(program)], [.. program.Probes.SelectMany(AttachmentsOf)], program.EventSize));
        }
    }

    private static bool IsAbsent(EbpfProgram program) =>
        program with { Object = default, PerfBufferNames = Nothing.PerfBufferNames, Probes = Nothing.Probes } == Nothing
        && program.Object.IsEmpty
        && program.PerfBufferNames.Count == 0
        && program.Probes.Count == 0;

    private static void CheckProgram(EbpfProgram program, FindingList findings)
    {
        switch (program.Format)
        {
            case ProgramFormat.Text:
                if (string.IsNullOrWhiteSpace(program.Source))
                {
                    findings.Error("ebpf.source", FindingCodes.Missing,
                        "is required with format PROGRAM_FORMAT_TEXT: the program's source text");
                }

                if (!program.Object.IsEmpty)
                {
                    findings.Warning("ebpf.object", FindingCodes.Unused, "is not used with format PROGRAM_FORMAT_TEXT; leave it out");
                    CheckObjectSize(program, findings);
                }

                break;
            case ProgramFormat.Binary:
                if (program.Object.IsEmpty)
                {
                    findings.Error("ebpf.object", FindingCodes.Missing,
                        "is required with format PROGRAM_FORMAT_BINARY: the compiled object file");
                }
                else if (CheckObjectSize(program, findings) && EbpfObject.Problem(program.Object.Span) is { } problem)
                {
                    findings.Error("ebpf.object", FindingCodes.NotAnEbpfObject, problem);
                }

                break;
            default:
                findings.Error("ebpf.format", program.Format == default ? FindingCodes.Missing : FindingCodes.UnknownValue,
                    "must be PROGRAM_FORMAT_TEXT (with source) or PROGRAM_FORMAT_BINARY (with object)");
                break;
        }
    }

    private static bool CheckObjectSize(EbpfProgram program, FindingList findings)
    {
        if (program.Object.Length <= ModuleLimits.EbpfObjectBytes)
        {
            return true;
        }

        findings.Error("ebpf.object", FindingCodes.TooLarge,
            $"has {program.Object.Length} bytes; at most {FindingList.Size(ModuleLimits.EbpfObjectBytes)} are accepted");
        return false;
    }

    private static void CheckLanguage(EbpfProgram program, FindingList findings)
    {
        var required = program.Format == ProgramFormat.Text || program.Source.Length > 0;
        if (program.Language != ProgramLanguage.BccC && (required || program.Language != ProgramLanguage.Unspecified))
        {
            findings.Error("ebpf.language", program.Language == default ? FindingCodes.Missing : FindingCodes.UnknownValue,
                "must be PROGRAM_LANGUAGE_BCC_C, the only language for eBPF programs");
        }
    }

    private static void CheckEvents(EbpfProgram program, FindingList findings)
    {
        if (program.EventSize is < 0 or > ModuleLimits.EventSize)
        {
            findings.Error("ebpf.event_size", FindingCodes.OutOfRange,
                string.Create(CultureInfo.InvariantCulture, $"must be 0 (events vary in size) to {ModuleLimits.EventSize} bytes"));
        }
    }

    private static void CheckPerfBuffers(IReadOnlyList<string> names, FindingList findings)
    {
        const string field = "ebpf.perf_buffer_names";
        if (names.Count == 0)
        {
            findings.Warning(field, FindingCodes.NoPerfBuffer,
                "is empty: without a perf buffer no event leaves the kernel, and there are no rows");
        }

        if (names.Count > ModuleLimits.PerfBuffers)
        {
            findings.Error(field, FindingCodes.TooMany, $"has {names.Count} entries; at most {ModuleLimits.PerfBuffers} are accepted");
        }

        var seen = new HashSet<string>();
        for (var index = 0; index < Math.Min(names.Count, ModuleLimits.PerfBuffers); index++)
        {
            var place = $"{field}[{index}]";
            if (!Patterns.CIdentifier.IsMatch(names[index]))
            {
                findings.Error(place, FindingCodes.Malformed,
                    $"must be a C identifier: the name of a BPF_PERF_OUTPUT table, not {FindingList.Quote(names[index])}");
            }
            else if (!seen.Add(names[index]))
            {
                findings.Error(place, FindingCodes.Duplicate, $"{FindingList.Quote(names[index])} is there twice; leave one out");
            }
        }
    }

    /// <summary>What is well-formed: for the rest there is a finding already.</summary>
    private static IEnumerable<(string Field, string Name)> BuffersOf(EbpfProgram program) => program.PerfBufferNames
        .Take(ModuleLimits.PerfBuffers)
        .Select((name, index) => ($"ebpf.perf_buffer_names[{index}]", name))
        .Where(buffer => Patterns.CIdentifier.IsMatch(buffer.name))
        .DistinctBy(buffer => buffer.name);

    private static IEnumerable<EbpfAttachment> AttachmentsOf(Probe probe, int index)
    {
        if (index >= ModuleLimits.Probes || ProbeKind.Of(probe.Type) is not { } kind)
        {
            yield break;
        }

        if (Patterns.CIdentifier.IsMatch(probe.EntryFunction))
        {
            yield return new EbpfAttachment($"ebpf.probes[{index}].entry_function", probe.EntryFunction, kind.Call);
        }

        if (kind.Returns && Patterns.CIdentifier.IsMatch(probe.ReturnFunction))
        {
            yield return new EbpfAttachment($"ebpf.probes[{index}].return_function", probe.ReturnFunction, EbpfCall.Return);
        }
    }
}
