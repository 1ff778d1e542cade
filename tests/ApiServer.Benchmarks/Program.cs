using System.Runtime.InteropServices;
using Tricorder.ApiServer.Benchmarks;
using Tricorder.ApiServer.Benchmarks.Processes;
using Tricorder.ApiServer.Benchmarks.Raw;
using Tricorder.ApiServer.Benchmarks.Swarm;

const int overBudget = 1, couldNotMeasure = 2;

// The first two are what the third starts.
return args switch
{
    ["swarm", var wire] => await RunSwarmAsync(wire),
    ["raw"] => await RawServer.RunAsync(),
    _ => await RunBenchmarksAsync(args),
};

static async Task<int> RunSwarmAsync(string wire)
{
    using var swarm = new SwarmProcess(wire, Console.In, Console.Out);
    return await swarm.RunAsync();
}

static async Task<int> RunBenchmarksAsync(string[] args)
{
    if (args is ["--help" or "-h"])
    {
        Console.WriteLine(BenchOptions.Usage);
        return 0;
    }

    using var stop = new CancellationTokenSource();
    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.Cancel();
    }

    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    AppDomain.CurrentDomain.ProcessExit += (_, _) => ChildProcess.KillAll();
    try
    {
        return await new Coordinator(BenchOptions.Parse(args), Console.Out).RunAsync(stop.Token) ? 0 : overBudget;
    }
    catch (BenchmarkException failure)
    {
        await Console.Error.WriteLineAsync(failure.Message);
        return couldNotMeasure;
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
        await Console.Error.WriteLineAsync("Stopped.");
        return couldNotMeasure;
    }
}
