using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Tricorder.ApiServer.Hosting.Telemetry;

/// <summary>The process and its runtime, under the names that Prometheus' client libraries have for them: no prefix of ours.</summary>
internal sealed class ProcessMetrics : IDisposable
{
    public const string MeterName = "apiserver.process";

    private readonly Process _process = Process.GetCurrentProcess();

    public ProcessMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableCounter(
            "dotnet_collection_count_total",
            () => Enumerable.Range(0, GC.MaxGeneration + 1).Select(
                generation =>
                    new Measurement<long>(GC.CollectionCount(generation), new KeyValuePair<string, object?>("generation", generation))),
            "{collections}",
            "Garbage collections, by generation.");
        meter.CreateObservableGauge(
            "dotnet_total_memory_bytes", () => GC.GetTotalMemory(forceFullCollection: false), "By", "Memory of managed objects.");
        var start = Read(process => (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds);
        meter.CreateObservableGauge("process_start_time_seconds", () => start, "s", "When the process started, in seconds since 1970.");
        meter.CreateObservableCounter(
            "process_cpu_seconds_total",
            () => Read(process => process.TotalProcessorTime.TotalSeconds),
            "s",
            "CPU time used, user and system.");
        meter.CreateObservableGauge(
            "process_virtual_memory_bytes", () => Read(process => process.VirtualMemorySize64), "By", "Virtual memory.");
        meter.CreateObservableGauge(
            "process_working_set_bytes", () => Read(process => process.WorkingSet64), "By", "Memory that is resident.");
        meter.CreateObservableGauge(
            "process_private_memory_bytes", () => Read(process => process.PrivateMemorySize64), "By", "Memory that is private.");
        meter.CreateObservableGauge(
            "process_open_handles", () => Read(process => process.HandleCount), "{handles}", "Files and sockets that are open.");
        meter.CreateObservableGauge("process_num_threads", () => Read(process => process.Threads.Count), "{threads}", "Threads.");
    }

    public void Dispose() => _process.Dispose();

    private T Read<T>(Func<Process, T> read)
    {
        _process.Refresh();
        return read(_process);
    }
}
