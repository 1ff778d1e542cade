using Tricorder.ApiServer.Deployments.State;

namespace Tricorder.ApiServer.Tests.Deployments;

internal sealed class ConvergenceTimerTests
{
    [Test]
    public async Task Reconcile_FailedInstance_IsQueuedAgainOnceItsTimeHasCome()
    {
        await using var bed = new FleetFixture();
        bed.Apply("m", 1);
        var agent = bed.Connect("a");
        var failed = agent.Dequeue()!;
        bed.Answer(failed, InstanceState.Failed);
        var timer = new ConvergenceTimer(bed.Fleet, bed.Live);

        await timer.ReconcileAsync(CancellationToken.None);
        var early = agent.Dequeue();
        bed.Clock.Advance(TimeSpan.FromMinutes(10));
        await timer.ReconcileAsync(CancellationToken.None);

        Assert.That((early, agent.Dequeue()), Is.EqualTo(((Instance?)null, failed)));
    }
}
