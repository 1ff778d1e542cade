using Tricorder.ApiServer.Changes;

namespace Tricorder.ApiServer.Reconciling;

/// <summary>
/// Takes the process through its phases: the steps of <see cref="ProcessPhase.Serve"/>, then those of <see cref="ProcessPhase.Lead"/>, all
/// before anything listens; then the loops and tasks of both. When one of these ends in failure, which a loop's own work cannot cause, the
/// host stops and the process exits with a failure.
/// </summary>
internal sealed class ProcessPhases(
    IEnumerable<IPhaseStep> steps, IEnumerable<IPhaseTask> tasks, IEnumerable<IReconciler> loops, LoopReadings readings,
    ChangeFeed feed, TimeProvider clock, ILoggerFactory loggers)
    : BackgroundService, IHostedLifecycleService
{
    private readonly List<IPhaseStep> _steps =
    [
        .. StepOrder.Of(steps.Where(step => step.Phase == ProcessPhase.Serve)),
        .. StepOrder.Of(steps.Where(step => step.Phase == ProcessPhase.Lead)),
    ];

    private readonly List<ReconcileLoop> _loops =
    [
        .. loops.OrderBy(loop => loop.Plan.Phase)
            .Select(loop => new ReconcileLoop(loop, readings.Of(loop), feed, clock, loggers.CreateLogger(loop.GetType()))),
    ];

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var step in _steps)
        {
            await step.BeginAsync(cancellationToken);
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Streams are told to leave while they still can be: the listener stops after this.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        foreach (var step in Enumerable.Reverse(_steps))
        {
            await step.EndAsync(cancellationToken);
        }
    }

    /// <summary>By now every other service has stopped, and stored what it had.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        foreach (var loop in _loops)
        {
            await loop.EndAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var running = _loops.Select<ReconcileLoop, Func<CancellationToken, Task>>(loop => loop.RunAsync)
            .Concat(tasks.OrderBy(task => task.Phase).Select<IPhaseTask, Func<CancellationToken, Task>>(task => task.RunAsync))
            .Select(run => Task.Run(() => run(ending.Token), CancellationToken.None))
            .ToList();
        await foreach (var ended in Task.WhenEach(running))
        {
            if (ended.IsFaulted)
            {
                await ending.CancelAsync();
            }
        }

        await Task.WhenAll(running.Where(task => task.IsFaulted));
    }
}
