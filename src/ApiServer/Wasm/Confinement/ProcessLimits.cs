namespace Tricorder.ApiServer.Wasm.Confinement;

/// <summary>What a confined process may use; the kernel enforces all of it.</summary>
internal sealed record ProcessLimits
{
    /// <summary>Processor time in all; the process is killed at its end.</summary>
    public TimeSpan? ProcessorTime { get; init; }

    /// <summary>All of the address space; for programs that reserve little of it.</summary>
    public long? AddressSpaceBytes { get; init; }

    /// <summary>Memory that can be written to; for runtimes that reserve far more than they use.</summary>
    public long? DataBytes { get; init; }

    /// <summary>The largest file it may write.</summary>
    public required long FileBytes { get; init; }

    public int OpenFiles { get; init; } = 64;

    /// <summary>No child process and no second thread. Does not hold for root, whom the kernel exempts.</summary>
    public bool Alone { get; init; }
}
