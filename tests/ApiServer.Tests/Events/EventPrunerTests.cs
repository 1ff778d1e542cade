using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Events;

internal sealed class EventPrunerTests
{
    private FakeTimeProvider _clock = null!;
    private TestStore _store = null!;
    private EventStore _events = null!;

    [SetUp]
    public void SetUp()
    {
        _clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));
        _store = new TestStore();
        _events = new EventStore(_store.Database, new ChangeFeed(_store.Live), _clock);
    }

    [TearDown]
    public async Task TearDown() => await _store.DisposeAsync();

    [Test]
    public async Task Reconcile_MoreThanKept_ForgetsTheOldest()
    {
        await AppendAsync(1700);

        await PruneAsync(new EventOptions { KeepAtMost = 100 });

        Assert.That(Revisions() is [1601, .., 1700], Is.True);
    }

    [Test]
    public async Task Reconcile_EventOfSeveralAgents_IsForgottenWithWhatNamesThem()
    {
        var agents = Enumerable.Range(0, 1200).Select(number => $"agent-{number}").ToList();
        await _store.Writer.WriteAsync(
            unit => _events.Append(unit, new NewEvent { Kind = EventKinds.AgentLost }, agents), CancellationToken.None);
        await AppendAsync(100);

        await PruneAsync(new EventOptions { KeepAtMost = 100 });

        Assert.That((Revisions().Count, Links()), Is.EqualTo((100, 0L)));
    }

    [Test]
    public async Task Reconcile_ManyRefusedCalls_PushNothingElseOut()
    {
        await AppendAsync(100);
        await _store.Writer.WriteAsync(
            unit =>
            {
                for (var i = 0; i < 1000; i++)
                {
                    _events.Append(
                        unit, new NewEvent { Kind = i % 2 == 0 ? EventKinds.CallDenied : EventKinds.CallFailed, Revision = 10_000 + i });
                }
            },
            CancellationToken.None);

        await PruneAsync(new EventOptions { KeepAtMost = 100, KeepCallsAtMost = 10 });

        Assert.That(Revisions() is [1, .., 10_999] and { Count: 110 }, Is.True);
    }

    [Test]
    public async Task Reconcile_OlderThanKept_ForgetsThemAsTimePasses()
    {
        await AppendAsync(1200);
        _clock.Advance(TimeSpan.FromHours(2));
        await AppendAsync(10);

        var options = new EventOptions { KeepFor = TimeSpan.FromHours(3) };

        await PruneAsync(options);
        var young = Revisions().Count;
        _clock.Advance(TimeSpan.FromHours(2));
        await PruneAsync(options);

        Assert.That((young, Revisions().Count), Is.EqualTo((1210, 10)));
    }

    [Test]
    public async Task Reconcile_ClockWasWrongForAMoment_ForgetsOnlyWhatIsOldItself()
    {
        await AppendAsync(10);
        var wrong = new EventStore(_store.Database, new ChangeFeed(_store.Live), new FakeTimeProvider(DateTimeOffset.UnixEpoch));
        await _store.Writer.WriteAsync(
            unit => wrong.Append(unit, new NewEvent { Kind = EventKinds.AgentLost, Revision = 99 }), CancellationToken.None);

        await PruneAsync(new EventOptions());

        Assert.That(Revisions(), Is.EqualTo(Enumerable.Range(1, 10)));
    }

    [Test]
    public async Task Reconcile_WithinLimits_ForgetsNothing()
    {
        await AppendAsync(20);

        await PruneAsync(new EventOptions { KeepAtMost = 20 });

        Assert.That(Revisions(), Has.Count.EqualTo(20));
    }

    private async Task PruneAsync(EventOptions options) =>
        await new EventPruner(_events, _store.Writer, Options.Create(options), _clock, _store.Logs.For<EventPruner>())
            .ReconcileAsync(CancellationToken.None);

    private long Links() => _store.ReadElsewhere<long>("SELECT count(*) FROM event_agent").Single();

    private IReadOnlyList<long> Revisions() => _store.ReadElsewhere<long>("SELECT revision FROM event ORDER BY sequence");

    private Task AppendAsync(int count) => _store.Writer.WriteAsync(
        unit =>
        {
            for (var i = 1; i <= count; i++)
            {
                _events.Append(unit, new NewEvent { Kind = EventKinds.AgentConnected, Revision = i });
            }
        },
        CancellationToken.None);
}
