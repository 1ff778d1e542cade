namespace Tricorder.ApiServer.Modules;

/// <summary>An eBPF program without its source and object, as <c>code.ebpf</c> holds it.</summary>
internal sealed record StoredEbpf(
    ProgramFormat Format,
    ProgramLanguage Language,
    IReadOnlyList<string> PerfBufferNames,
    int EventSize,
    IReadOnlyList<StoredProbe> Probes)
{
    public static StoredEbpf Of(EbpfProgram program) =>
        new(program.Format, program.Language, program.PerfBufferNames, program.EventSize, [.. program.Probes.Select(StoredProbe.Of)]);

    public EbpfProgram ToDomain() => new()
    {
        Format = Format,
        Language = Language,
        PerfBufferNames = PerfBufferNames,
        EventSize = EventSize,
        Probes = [.. Probes.Select(probe => probe.ToDomain())],
    };
}

internal sealed record StoredProbe(
    ProbeType Type, string Target, string EntryFunction, string ReturnFunction, string? SamplePeriod, string BinaryPath)
{
    public static StoredProbe Of(Probe probe) => new(
        probe.Type,
        probe.Target,
        probe.EntryFunction,
        probe.ReturnFunction,
        probe.SamplePeriod == TimeSpan.Zero ? null : StoredDuration.Text(probe.SamplePeriod),
        probe.BinaryPath);

    public Probe ToDomain() => new(
        Type, Target, EntryFunction, ReturnFunction, SamplePeriod is null ? TimeSpan.Zero : StoredDuration.Parse(SamplePeriod), BinaryPath);
}
