using System.Threading.Channels;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Tests.Reconciling;

/// <summary>A loop whose runs the test sees begin, and ends.</summary>
internal sealed class ScriptedLoop(LoopPlan plan) : IReconciler
{
    private readonly Channel<ScriptedRun> _runs = Channel.CreateUnbounded<ScriptedRun>();

    public LoopPlan Plan { get; } = plan;

    public static LoopPlan PlanOf(LoopTrigger? trigger = null) => new("sheep", "Counting sheep")
    {
        Trigger = trigger ?? LoopTrigger.Time,
        Resync = TimeSpan.FromSeconds(30),
        RequiresLeader = true,
    };

    /// <summary>The next run, once it has begun. It goes on until the test ends it.</summary>
    public Task<ScriptedRun> NextAsync() => _runs.Reader.ReadAsync().AsTask().WaitAsync(DrivenClock.Deadline);

    /// <summary>Waits for the next run and ends it.</summary>
    public async Task RunAsync(Requeue requeue = default) => (await NextAsync()).End(requeue);

    public async Task<Requeue> ReconcileAsync(CancellationToken cancellationToken)
    {
        var run = new ScriptedRun();
        _runs.Writer.TryWrite(run);
        return await run.Ended.WaitAsync(cancellationToken);
    }
}

internal sealed class ScriptedRun
{
    private readonly TaskCompletionSource<Requeue> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Requeue> Ended => _end.Task;

    public void End(Requeue requeue = default) => _end.SetResult(requeue);

    public void Fail(Exception failure) => _end.SetException(failure);
}
