using System.Runtime.InteropServices;
using Tricorder.ApiServer.AgentSimulator.Fleet;

namespace Tricorder.ApiServer.AgentSimulator.CommandLine;

/// <summary>One run: starts the fleet, shows how it fares, ends at a signal or in time.</summary>
internal sealed class SimulatorRun(RunOptions options, TextWriter output, TextWriter error)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MaxGoodbye = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, stop));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, stop));
        if (options.Duration is { } duration)
        {
            stop.CancelAfter(duration);
        }

        var fleet = new AgentFleet(options.Fleet);
        var began = TimeProvider.System.GetTimestamp();
        TimeSpan Elapsed() => TimeProvider.System.GetElapsedTime(began);

        var isTerminal = !Console.IsOutputRedirected && !options.Json;
        var problems = new ProblemReport(fleet, error, besideProgress: isTerminal && !options.Quiet && !Console.IsErrorRedirected);
        var progress = Progress(isTerminal);
        await progress.StartAsync(fleet);
        problems.WarnOfFewDescriptors();
        fleet.Start();

        var interval = options.Interval ?? (isTerminal ? Tick : PlainInterval);
        var due = interval;
        using var timer = new PeriodicTimer(interval < Tick ? interval : Tick);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                await problems.ShowAsync();
                if (Elapsed() >= due)
                {
                    due = Elapsed() + interval;
                    await progress.ShowAsync(fleet.Snapshot(), Elapsed());
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }

        var stopped = fleet.StopAsync();
        await Task.WhenAny(stopped, Task.Delay(MaxGoodbye, CancellationToken.None));
        await progress.SummarizeAsync(fleet.Snapshot(), Elapsed());
        if (stopped.IsCompleted)
        {
            await fleet.DisposeAsync();
        }

        // Otherwise the end of the process breaks what connections are left.
        return 0;
    }

    private static void Stop(PosixSignalContext context, CancellationTokenSource stop)
    {
        // A second signal changes nothing: it often comes right behind the first, from a shell to the whole process group, and
        // saying good-bye takes a few seconds at most.
        context.Cancel = true;
        stop.Cancel();
    }

    private IProgressView Progress(bool isTerminal)
    {
        if (options.Json)
        {
            return new JsonProgress(output, options.Quiet);
        }

        return new TextProgress(output, isTerminal, options.Quiet);
    }
}
