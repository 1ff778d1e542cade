using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Reconciling;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Reconciling;

/// <summary>When a loop runs. Each step waits for the run, or the wait, that it is about.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ReconcileLoopTests : IAsyncDisposable
{
    private static readonly LoopTrigger Modules = LoopTrigger.On(Topic.Modules);

    private readonly CancellationTokenSource _stop = new();
    private readonly DrivenClock _clock = new();
    private readonly LiveState _live = new();
    private readonly ChangeFeed _feed;
    private readonly LogRecorder _logs = new();
    private ScriptedLoop _loop = null!;
    private LoopReading _reading = null!;
    private ReconcileLoop _runner = null!;
    private Task _running = Task.CompletedTask;

    public ReconcileLoopTests() => _feed = new ChangeFeed(_live);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        _logs.Dispose();
    }

    [Test]
    public async Task Run_AllIsWell_RunsAgainAtTheResync()
    {
        Begin(ScriptedLoop.PlanOf());

        await _loop.RunAsync();
        var wait = await _clock.NextWaitAsync();
        _clock.Advance(wait);
        await _loop.RunAsync();

        Assert.That(wait, Is.EqualTo(TimeSpan.FromSeconds(30)));
    }

    [Test]
    public async Task Run_ChangeWhileItLooks_RunsAgainAtOnce()
    {
        // A regression: the subscription was emptied after the look, and what changed during the look waited for the resync.
        Begin(ScriptedLoop.PlanOf(Modules));
        var looking = await _loop.NextAsync();

        Mark("m");
        looking.End();
        var again = _loop.NextAsync();
        var asleep = _clock.NextWaitAsync();

        Assert.That(await Task.WhenAny(again, asleep), Is.SameAs(again), "it does not wait first");
    }

    [Test]
    public async Task Run_ChangeBeforeTheFirstRunEnds_IsNotLostToTheSubscription()
    {
        // The first run comes late: what changes before it is a reason to run too, so the subscription is older than that wait.
        Begin(ScriptedLoop.PlanOf(Modules) with { FirstAfter = TimeSpan.FromSeconds(5) });
        Assert.That(await _clock.NextWaitAsync(), Is.EqualTo(TimeSpan.FromSeconds(5)));

        Mark("m");

        await _loop.RunAsync();
    }

    [Test]
    public async Task Run_Waiting_AChangeWakesItAndSaysWhichKeys()
    {
        List<string> changed = [];
        Begin(ScriptedLoop.PlanOf(Modules with { Changed = changed.AddRange }));
        await _loop.RunAsync();
        await _clock.NextWaitAsync();

        Mark("m");
        await _loop.NextAsync();

        Assert.That(changed, Is.EqualTo(new[] { "m" }));
    }

    [Test]
    public async Task Run_ChangeIsNoNews_WaitsOnForWhatIsLeftOfTheResync()
    {
        Begin(ScriptedLoop.PlanOf(Modules with { IsNews = () => false }));
        await _loop.RunAsync();
        await _clock.NextWaitAsync();
        _clock.Advance(TimeSpan.FromSeconds(10));

        Mark("m");
        var left = await _clock.NextWaitAsync();
        _clock.Advance(left);
        await _loop.RunAsync();

        Assert.That(left, Is.EqualTo(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public async Task Run_ChangesThatAreNoNewsNeverEnd_RunsAtItsResyncAllTheSame()
    {
        Begin(ScriptedLoop.PlanOf(Modules with { IsNews = () => false }) with { Pace = TimeSpan.FromSeconds(1) });
        await _loop.RunAsync();
        var next = _loop.NextAsync();
        for (var second = 0; second < 31 && !next.IsCompleted; second++)
        {
            Mark("m");
            var wait = await Task.WhenAny(_clock.NextWaitAsync(), next) == next ? TimeSpan.Zero : TimeSpan.FromSeconds(1);
            Mark("m");
            _clock.Advance(wait);
        }

        await next;
    }

    [Test]
    public async Task Run_ManyChangesThatAreNoNews_LooksAtThemAtItsPaceOnly()
    {
        var looks = 0;
        var trigger = Modules with { IsNews = () => ++looks > 1 };
        Begin(ScriptedLoop.PlanOf(trigger) with { Pace = TimeSpan.FromSeconds(1) });
        await _loop.RunAsync();
        _clock.Advance(await _clock.NextWaitAsync());
        await _clock.NextWaitAsync();

        Mark("a");
        var pace = await _clock.NextWaitAsync();
        Mark("b");
        var during = looks;
        _clock.Advance(pace);
        await _loop.NextAsync();

        Assert.That((pace, during, looks), Is.EqualTo((TimeSpan.FromSeconds(1), 1, 2)));
    }

    [Test]
    public async Task Run_Signalled_RunsOnceForAllThatWasSetBefore()
    {
        var signal = new LoopSignal("wolf");
        Begin(ScriptedLoop.PlanOf(LoopTrigger.On(signal)));
        await _loop.RunAsync();
        await _clock.NextWaitAsync();

        signal.Set();
        signal.Set();
        await _loop.RunAsync();

        Assert.That(await _clock.NextWaitAsync(), Is.EqualTo(TimeSpan.FromSeconds(30)));
    }

    [Test]
    public async Task Run_AsksForAnEarlierRun_GetsIt()
    {
        Begin(ScriptedLoop.PlanOf());

        await _loop.RunAsync(Requeue.After(TimeSpan.FromSeconds(7)));

        Assert.That(await _clock.NextWaitAsync(), Is.EqualTo(TimeSpan.FromSeconds(7)));
    }

    [Test]
    public async Task Run_ChangesFasterThanItsPace_WaitsForThatFirst()
    {
        Begin(ScriptedLoop.PlanOf(Modules) with { Pace = TimeSpan.FromSeconds(1) });
        var looking = await _loop.NextAsync();
        Mark("m");
        looking.End();

        var pace = await _clock.NextWaitAsync();
        _clock.Advance(pace);
        await _loop.RunAsync();

        Assert.That(pace, Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task Run_Fails_PausesGrowAndNoChangeCutsThemShort()
    {
        Begin(ScriptedLoop.PlanOf(Modules) with { Retry = RetryPauses.Seconds(1, 4) });
        List<TimeSpan> pauses = [];
        for (var failure = 0; failure < 5; failure++)
        {
            var looking = await _loop.NextAsync();
            Mark("m");
            looking.Fail(new InvalidOperationException("a wolf"));
            pauses.Add(await _clock.NextWaitAsync());
            Assert.That(_reading.State.Failure, Is.EqualTo(nameof(InvalidOperationException)));
            _clock.Advance(pauses[^1]);
        }

        await _loop.RunAsync();
        var rested = await _clock.NextWaitAsync();

        var inRange = pauses.Select(pause => pause.TotalSeconds)
            .Zip([1.0, 2, 4, 4, 4], (pause, max) => pause <= max && pause >= max * 0.8);
        Assert.That(inRange, Is.All.True, string.Join(" ", pauses));
        Assert.That(rested, Is.EqualTo(TimeSpan.FromSeconds(30)), "a success ends that");
        Assert.That(_reading.State.Failure, Is.Empty);
        Assert.That(_logs.Exceptions, Has.Count.EqualTo(1), "one outage is logged once");
    }

    [Test]
    public async Task Run_FailsWithoutPausesOfItsOwn_TriesAgainAboutAtTheResync()
    {
        Begin(ScriptedLoop.PlanOf());

        (await _loop.NextAsync()).Fail(new InvalidOperationException("a wolf"));

        Assert.That((await _clock.NextWaitAsync()).TotalSeconds, Is.InRange(24, 30));
    }

    [Test]
    public async Task Run_SaysThatItFailed_IsLoggedByItselfAndShown()
    {
        Begin(ScriptedLoop.PlanOf(Modules) with { Retry = RetryPauses.Seconds(1, 4) });

        await _loop.RunAsync(Requeue.Failed("WOLF", TimeSpan.FromSeconds(3)));
        var pause = await _clock.NextWaitAsync();

        Assert.That(pause, Is.EqualTo(TimeSpan.FromSeconds(3)));
        Assert.That(_reading.State, Is.EqualTo(new LoopState(null, _clock.GetUtcNow(), "WOLF")));
        Assert.That(_logs.Entries, Is.Empty);
    }

    [Test]
    public async Task Run_APartFailed_AChangeBringsTheNextRunForward()
    {
        Begin(ScriptedLoop.PlanOf(Modules) with { Retry = RetryPauses.Seconds(1, 4) });

        await _loop.RunAsync(Requeue.Incomplete("WOLF"));
        Assert.That((await _clock.NextWaitAsync()).TotalSeconds, Is.InRange(0.8, 1));
        Mark("m");

        await _loop.RunAsync();
    }

    [Test]
    public async Task Run_StoppedWhileItWorks_EndsWhateverThatThrows()
    {
        Begin(ScriptedLoop.PlanOf());
        await _loop.NextAsync();

        await _stop.CancelAsync();
        await _running;

        Assert.That(_reading.State.Failure, Is.Empty);
        Assert.That(_logs.Entries, Is.Empty);
    }

    [Test]
    public async Task End_PlanAsksForALastRun_RunsOnceMoreAndOthersDoNot()
    {
        Begin(ScriptedLoop.PlanOf() with { RunsAtEnd = true });
        await _loop.RunAsync();
        await _stop.CancelAsync();
        await _running;

        var last = _runner.EndAsync(CancellationToken.None);
        await _loop.RunAsync();
        await last;

        await new ReconcileLoop(new ScriptedLoop(ScriptedLoop.PlanOf()), _reading, _feed, _clock, _logs.For<ReconcileLoop>())
            .EndAsync(CancellationToken.None);
    }

    private void Begin(LoopPlan plan)
    {
        _loop = new ScriptedLoop(plan);
        _reading = new LoopReading(plan, _clock);
        _runner = new ReconcileLoop(_loop, _reading, _feed, _clock, _logs.For<ReconcileLoop>());
        _running = Task.Run(() => _runner.RunAsync(_stop.Token));
    }

    private void Mark(string key) => _live.Change(() => _feed.Mark(Topic.Modules, key));
}
