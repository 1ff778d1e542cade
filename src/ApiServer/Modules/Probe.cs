namespace Tricorder.ApiServer.Modules;

/// <summary>Where an eBPF function is attached.</summary>
internal sealed record Probe(
    ProbeType Type, string Target, string EntryFunction, string ReturnFunction, TimeSpan SamplePeriod, string BinaryPath);

internal enum ProbeType
{
    Kprobe = 1,
    Syscall = 2,
    Uprobe = 3,
    Tracepoint = 4,
    Xdp = 5,
    Sample = 6,
    Usdt = 7,
}
