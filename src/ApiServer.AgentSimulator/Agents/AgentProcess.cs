using Tricorder.ApiServer.AgentSimulator.Modules;
using Tricorder.ApiServer.AgentSimulator.Scheduling;
using Tricorder.ApiServer.AgentSimulator.Wire;

namespace Tricorder.ApiServer.AgentSimulator.Agents;

/// <summary>
/// One process of an agent, from its start to its end: an id, a connection, and modules in memory, which outlive a stream
/// but not the process.
/// </summary>
internal abstract class AgentProcess : IDisposable
{
    // A stream that lived this long was no failed attempt.
    private static readonly TimeSpan Delivered = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _gone = new();
    private readonly Backoff _reconnect;
    private int _exit;

    protected AgentProcess(SimulatedAgent agent, AgentContext context)
    {
        Agent = agent;
        Context = context;
        Gone = _gone.Token;
        Connection = new AgentConnection(context.Options, agent.NodeName);
        _reconnect = new Backoff(context.Options.ReconnectMin, context.Options.ReconnectMax, agent.PaceDice);
    }

    /// <summary>New at each start, never from the seed: a server remembers ids.</summary>
    public string AgentId { get; } = Guid.CreateVersion7().ToString();

    public ModuleTable Modules { get; } = new();

    internal SimulatedAgent Agent { get; }

    internal AgentContext Context { get; }

    internal AgentConnection Connection { get; }

    /// <summary>Cancelled when the process ends.</summary>
    internal CancellationToken Gone { get; }

    /// <summary>Connects again and again until the process ends.</summary>
    public async Task<ProcessExit> RunAsync()
    {
        while (!Gone.IsCancellationRequested)
        {
            try
            {
                Agent.Phase = AgentPhase.Connecting;
                var began = Context.Scheduler.Time.GetTimestamp();
                var end = await ConnectOnceAsync();
                if (Gone.IsCancellationRequested)
                {
                    break;
                }

                Context.Counters.StreamEnded(end);
                if (end.Kind == StreamEndKind.Superseded)
                {
                    Exit(ProcessExit.Superseded);
                    break;
                }

                var wait = Context.Scheduler.DelayAsync(WaitAfter(end, Context.Scheduler.Time.GetElapsedTime(began)), Gone);
                Agent.Phase = AgentPhase.Waiting;
                await wait;
            }
            catch (Exception) when (Gone.IsCancellationRequested)
            {
                // The process has ended in the middle of something.
            }
        }

        return (ProcessExit)_exit;
    }

    /// <summary>Ends the process at once: no message, the connection just breaks.</summary>
    public void Exit(ProcessExit why)
    {
        if (Interlocked.CompareExchange(ref _exit, (int)why, (int)ProcessExit.None) != (int)ProcessExit.None)
        {
            return;
        }

        Connection.Abort();
        _gone.Cancel();
    }

    /// <summary>Ends the process after it has said good-bye, or after <paramref name="grace"/>.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        try
        {
            await SayGoodbyeAsync().WaitAsync(grace);
        }
        catch (TimeoutException)
        {
            // The server does not end the stream; the connection is cut below.
        }

        Exit(ProcessExit.Stopped);
    }

    // The token source is left to the collector: whoever called Exit may still be inside its Cancel.
    public void Dispose() => Connection.Dispose();

    /// <summary>One stream, from its opening to its end.</summary>
    protected abstract Task<StreamEnd> ConnectAsync();

    /// <summary>Half-closes the streams and waits until the server has ended them.</summary>
    protected abstract Task SayGoodbyeAsync();

    /// <summary>Waits as planned, calling <paramref name="reportProgress"/> at once and then often enough to be believed.</summary>
    protected async Task WorkAsync(LoadPlan plan, Func<Task> reportProgress)
    {
        var left = plan.Latency;
        var interval = plan.ReportsProgress ? Context.Options.ProgressInterval : left;
        do
        {
            var step = left < interval ? left : interval;
            // The time runs from here, however long the report takes.
            var wait = Context.Scheduler.DelayAsync(step, Gone);
            if (plan.ReportsProgress)
            {
                await reportProgress();
            }

            await wait;
            left -= step;
        }
        while (left > TimeSpan.Zero);

        await plan.Release.WaitAsync(Gone);
    }

    /// <summary>Holds the content that was ordered in place of any other of that module.</summary>
    protected LoadedModule Load(ModuleUpdate order)
    {
        var module = new LoadedModule(order, new UsageMeter(Context.Scheduler.Time, Agent.PaceDice));
        Modules.Put(module);
        return module;
    }

    private async Task<StreamEnd> ConnectOnceAsync()
    {
        try
        {
            return await ConnectAsync();
        }
        catch (Exception error) when (!Gone.IsCancellationRequested)
        {
            // An agent does not die of something unforeseen: that is shown, and tried again.
            return new StreamEnd(StreamEndKind.Lost, error.ToString());
        }
    }

    private TimeSpan WaitAfter(StreamEnd end, TimeSpan lived)
    {
        if (lived >= Delivered)
        {
            _reconnect.Reset();
        }

        var backoff = _reconnect.Next();
        return end.ReconnectAfter is { } asked ? Agent.PaceDice.Between(asked, asked * 1.1) : backoff;
    }
}
