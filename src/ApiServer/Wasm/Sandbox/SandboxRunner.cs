using System.Diagnostics;
using Wasmtime;

namespace Tricorder.ApiServer.Wasm.Sandbox;

/// <summary>
/// Runs a module's function on events, as agents do: the buffers for each event, no start function but the module's own. In a sandbox
/// process only: compiling can not be interrupted, and takes gigabytes for some modules.
/// </summary>
internal sealed class SandboxRunner : IDisposable
{
    private const string ModuleName = "module";
    private static readonly TimeSpan EpochLength = TimeSpan.FromMilliseconds(10);

    private readonly Engine _engine;
    private readonly Timer _epochs;

    public SandboxRunner()
    {
        _engine = WasmFeatures.CreateEngine(config => config
            .WithFuelConsumption(true)
            .WithEpochInterruption(true)
            // It works with a file in memory, which the limit on files forbids.
            .WithMemoryInitCopyOnWrite(false)
            .WithOptimizationLevel(OptimizationLevel.None));
        _epochs = new Timer(_ => _engine.IncrementEpoch(), null, EpochLength, EpochLength);
    }

    public SandboxReply Run(SandboxRequest request)
    {
        using var store = new Store(_engine);
        var logs = new SandboxLogs();
        try
        {
            using var module = Module.FromBytes(_engine, ModuleName, request.Binary.Span);
            using var linker = new Linker(_engine);
            SandboxWasi.Define(linker, logs);
            store.SetLimits(SandboxLimits.MemoryBytes, SandboxLimits.TableElements, instances: 1, tables: 16, memories: 1);
            store.SetEpochDeadline((ulong)(SandboxLimits.RunTime / EpochLength));
            store.Fuel = SandboxLimits.FuelPerEvent;
            var guest = new SandboxGuest(linker.Instantiate(store, module), request.FunctionName);
            return new SandboxReply("", RunAll(store, guest, request.Events), logs.ToString(), default);
        }
        catch (Exception e) when (e is WasmtimeException or SandboxException)
        {
            return SandboxReply.Failed("The module can not be loaded: " + SandboxTraps.Explain(e)) with { Logs = logs.ToString() };
        }
    }

    public void Dispose()
    {
        _epochs.Dispose();
        _engine.Dispose();
    }

    private static List<SandboxRun> RunAll(Store store, SandboxGuest guest, IReadOnlyList<ReadOnlyMemory<byte>> events)
    {
        var runs = new List<SandboxRun>();
        var left = SandboxLimits.OutputBytes;
        foreach (var data in events)
        {
            var run = RunOne(store, guest, data);
            left -= run.Output.Length;
            if (left < 0)
            {
                run = run with
                {
                    Output = default,
                    Error = $"the rows of this preview have more than {SandboxLimits.OutputBytes} bytes together; give fewer events",
                };
            }

            runs.Add(run);
            if (run.Error.Length > 0)
            {
                break;
            }
        }

        return runs;
    }

    private static SandboxRun RunOne(Store store, SandboxGuest guest, ReadOnlyMemory<byte> data)
    {
        store.Fuel = SandboxLimits.FuelPerEvent;
        var start = Stopwatch.GetTimestamp();
        var (output, error) = (Array.Empty<byte>(), "");
        try
        {
            output = guest.Process(data.Span);
        }
        catch (Exception e) when (e is WasmtimeException or SandboxException)
        {
            error = SandboxTraps.Explain(e)
                + (guest.MemoryIsFull ? $" (its memory had grown to the limit of {SandboxLimits.MemoryBytes} bytes)" : "");
        }

        return new SandboxRun(output, (long)(SandboxLimits.FuelPerEvent - store.Fuel), Stopwatch.GetElapsedTime(start), error);
    }
}
