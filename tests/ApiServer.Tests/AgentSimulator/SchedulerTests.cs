using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.AgentSimulator.Scheduling;

namespace Tricorder.ApiServer.Tests.AgentSimulator;

internal sealed class SchedulerTests
{
    private FakeTimeProvider _time = null!;
    private Scheduler _scheduler = null!;

    [SetUp]
    public void SetUp()
    {
        _time = new FakeTimeProvider();
        _scheduler = new Scheduler(_time);
    }

    [TearDown]
    public void TearDown() => _scheduler.Dispose();

    [Test]
    public void Schedule_InAnyOrder_RunsByDueTime()
    {
        var ran = new List<int>();
        foreach (var second in new[] { 3, 1, 2 })
        {
            _scheduler.Schedule(TimeSpan.FromSeconds(second), () => ran.Add(second));
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(ran, Is.EqualTo(new[] { 1 }));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(ran, Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public void Schedule_SoonerThanWhatIsWaitedFor_RunsInTime()
    {
        var ran = false;
        _scheduler.Schedule(TimeSpan.FromHours(1), () => { });
        _scheduler.Schedule(TimeSpan.FromSeconds(1), () => ran = true);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.That(ran, Is.True);
    }

    [Test]
    public void Dispose_OfACall_MeansItNeverRuns()
    {
        var ran = false;
        var call = _scheduler.Schedule(TimeSpan.FromSeconds(1), () => ran = true);

        call.Dispose();
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.That(ran, Is.False);
    }

    [Test]
    public void DelayAsync_Cancelled_EndsAtOnce()
    {
        using var cancellation = new CancellationTokenSource();
        var delay = _scheduler.DelayAsync(TimeSpan.FromHours(1), cancellation.Token);

        cancellation.Cancel();

        Assert.That(async () => await delay, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task DelayAsync_TenThousandAtOnce_AllComplete()
    {
        var delays = Enumerable.Range(0, 10_000)
            .Select(i => _scheduler.DelayAsync(TimeSpan.FromMilliseconds(1 + (i * 7919 % 10_000)), CancellationToken.None))
            .ToArray();

        _time.Advance(TimeSpan.FromSeconds(11));

        await Task.WhenAll(delays).WaitAsync(TimeSpan.FromSeconds(20));
    }
}
