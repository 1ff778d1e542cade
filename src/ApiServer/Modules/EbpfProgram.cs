namespace Tricorder.ApiServer.Modules;

/// <summary>The program that traces the kernel: BCC C source, or a compiled object.</summary>
internal sealed record EbpfProgram
{
    public required ProgramFormat Format { get; init; }

    public ProgramLanguage Language { get; init; }

    public string Source { get; init; } = "";

    public ReadOnlyMemory<byte> Object { get; init; }

    public IReadOnlyList<string> PerfBufferNames { get; init; } = [];

    /// <summary>Bytes per event; 0 = variable.</summary>
    public int EventSize { get; init; }

    public IReadOnlyList<Probe> Probes { get; init; } = [];
}
