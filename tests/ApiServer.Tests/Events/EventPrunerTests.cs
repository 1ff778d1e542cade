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
    public async Task Execute_MoreThanKept_ForgetsTheOldest()
    {
        await AppendAsync(1700);

        await RunAsync(new EventOptions { KeepAtMost = 100 }, () => Revisions() is [1601, .., 1700]);
    }

    [Test]
    public async Task Execute_EventOfSeveralAgents_IsForgottenWithWhatNamesThem()
    {
        var agents = Enumerable.Range(0, 1200).Select(number => $"agent-{number}").ToList();
        await _store.Writer.WriteAsync(
            unit => _events.Append(unit, new NewEvent { Kind = EventKinds.AgentLost }, agents), CancellationToken.None);
        await AppendAsync(100);

        await RunAsync(new EventOptions { KeepAtMost = 100 }, () => Revisions().Count == 100 && Links() == 0);
    }

    [Test]
    public async Task Execute_ManyRefusedCalls_PushNothingElseOut()
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

        await RunAsync(
            new EventOptions { KeepAtMost = 100, KeepCallsAtMost = 10 }, () => Revisions() is [1, .., 10_999] and { Count: 110 });
    }

    [Test]
    public async Task Execute_OlderThanKept_ForgetsThemAsTimePasses()
    {
        await AppendAsync(1200);
        _clock.Advance(TimeSpan.FromHours(2));
        await AppendAsync(10);

        await RunAsync(
            new EventOptions { KeepFor = TimeSpan.FromHours(3) },
            () => Revisions().Count == 10,
            () => _clock.Advance(TimeSpan.FromSeconds(90)));
    }

    [Test]
    public async Task Execute_ClockWasWrongForAMoment_ForgetsOnlyWhatIsOldItself()
    {
        await AppendAsync(10);
        var wrong = new EventStore(_store.Database, new ChangeFeed(_store.Live), new FakeTimeProvider(DateTimeOffset.UnixEpoch));
        await _store.Writer.WriteAsync(
            unit => wrong.Append(unit, new NewEvent { Kind = EventKinds.AgentLost, Revision = 99 }), CancellationToken.None);

        await RunAsync(new EventOptions(), () => !Revisions().Contains(99));

        Assert.That(Revisions(), Has.Count.EqualTo(10));
    }

    [Test]
    public async Task Execute_WithinLimits_ForgetsNothing()
    {
        await AppendAsync(20);

        await RunAsync(new EventOptions { KeepAtMost = 20 }, () => _store.Meters.Measured("commit_group_size").Count > 1);

        Assert.That(Revisions(), Has.Count.EqualTo(20));
    }

    private async Task RunAsync(EventOptions options, Func<bool> done, Action? meanwhile = null)
    {
        using var pruner = new EventPruner(_events, _store.Writer, Options.Create(options), _clock, _store.Logs.For<EventPruner>());
        await pruner.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(
            () =>
            {
                meanwhile?.Invoke();
                return done();
            },
            "old events are forgotten");
        await pruner.StopAsync(CancellationToken.None);
    }

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
