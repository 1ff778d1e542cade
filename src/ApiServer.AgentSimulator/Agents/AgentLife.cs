using Tricorder.ApiServer.AgentSimulator.Scheduling;

namespace Tricorder.ApiServer.AgentSimulator.Agents;

/// <summary>Starts and ends an agent's processes, as a kubelet does: what crashes comes back, later each time.</summary>
internal sealed class AgentLife(SimulatedAgent agent, AgentContext context, Func<AgentProcess> newProcess) : IDisposable
{
    // A process that ran this long was a good start.
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly Backoff _crashes = new(context.Options.RestartMin, context.Options.RestartMax, agent.PaceDice);
    private CancellationTokenSource? _alive;
    private AgentProcess? _process;
    private Task _running = Task.CompletedTask;
    private TimeSpan _restartAfter;
    private volatile bool _ending;

    /// <summary>The process that is there, or null.</summary>
    public AgentProcess? Process => Volatile.Read(ref _process);

    public void Start()
    {
        lock (_gate)
        {
            if (!_running.IsCompleted)
            {
                return;
            }

            _ending = false;
            _alive?.Dispose();
            _alive = new CancellationTokenSource();
            _running = RunAsync(newProcess(), _alive.Token);
        }
    }

    public Task StopAsync(TimeSpan grace) => EndAsync(process => process.StopAsync(grace));

    public Task KillAsync() => EndAsync(process =>
    {
        process.Exit(ProcessExit.Killed);
        return Task.CompletedTask;
    });

    public void Restart(RestartKind kind, TimeSpan delay)
    {
        lock (_gate)
        {
            if (!_running.IsCompleted)
            {
                _restartAfter = delay;
                agent.MoveTo(kind);
                _process?.Exit(ProcessExit.Restarted);
                return;
            }

            agent.MoveTo(kind);
        }

        Start();
    }

    public void Dispose() => _alive?.Dispose();

    private async Task EndAsync(Func<AgentProcess, Task> end)
    {
        Task running;
        lock (_gate)
        {
            running = _running;
            if (running.IsCompleted)
            {
                return;
            }

            _ending = true;
        }

        if (Process is { } process)
        {
            await end(process);
        }

        // Ends a restart that was due, and a process that has come up meanwhile.
        _alive!.Cancel();
        await running;
    }

    private async Task RunAsync(AgentProcess first, CancellationToken alive)
    {
        var process = first;
        while (true)
        {
            Volatile.Write(ref _process, process);
            var exit = await RunOneAsync(process, alive);
            Volatile.Write(ref _process, null);
            if (_ending || exit.Why is not (ProcessExit.Crashed or ProcessExit.Restarted))
            {
                agent.Phase = exit.Why == ProcessExit.Superseded ? AgentPhase.Superseded : AgentPhase.Down;
                return;
            }

            try
            {
                var wait = context.Scheduler.DelayAsync(DelayAfter(exit.Why, exit.Lived), alive);
                agent.Phase = AgentPhase.Restarting;
                await wait;
            }
            catch (OperationCanceledException)
            {
                agent.Phase = AgentPhase.Down;
                return;
            }

            context.Counters.Restarted();
            process = newProcess();
        }
    }

    private async Task<(ProcessExit Why, TimeSpan Lived)> RunOneAsync(AgentProcess process, CancellationToken alive)
    {
        // Whoever starts a thousand agents does not open their connections himself.
        await Task.Yield();
        var began = context.Scheduler.Time.GetTimestamp();
        using (process)
        {
            await using var registration = alive.UnsafeRegister(
                static state => ((AgentProcess)state!).Exit(ProcessExit.Killed), process);
            var why = await process.RunAsync();
            return (why, context.Scheduler.Time.GetElapsedTime(began));
        }
    }

    private TimeSpan DelayAfter(ProcessExit exit, TimeSpan lived)
    {
        if (exit == ProcessExit.Restarted)
        {
            return _restartAfter;
        }

        if (lived >= Steady)
        {
            _crashes.Reset();
        }

        context.Counters.Crashed();
        return _crashes.Next();
    }
}
