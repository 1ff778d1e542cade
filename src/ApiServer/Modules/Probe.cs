namespace Tricorder.ApiServer.Modules;

/// <summary>Where an eBPF function is attached.</summary>
internal sealed record Probe(
    ProbeType Type, string Target, string EntryFunction, string ReturnFunction, TimeSpan SamplePeriod, string BinaryPath);
