using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Events;

internal sealed class EventStoreTests
{
    private static readonly EventFilter All = new();

    private FakeTimeProvider _clock = null!;
    private ChangeFeed _feed = null!;
    private TestStore _store = null!;
    private EventStore _events = null!;

    [SetUp]
    public void SetUp()
    {
        _clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));
        _store = new TestStore();
        _feed = new ChangeFeed(_store.Live);
        _events = new EventStore(_store.Database, _feed, _clock);
    }

    [TearDown]
    public async Task TearDown() => await _store.DisposeAsync();

    [Test]
    public async Task Append_Committed_IsReadAsItWasReturned()
    {
        var happened = new NewEvent
        {
            Kind = EventKinds.DeployRequested,
            Origin = new Origin(Actors.Anonymous),
            ModuleId = "m",
            AgentId = "a",
            Revision = 7,
            Outcome = EventOutcomes.Denied,
            Message = "Module 'tcp' is deployed.",
        };

        var appended = await AppendAsync(happened);

        var page = await _events.ListAsync(All, 10, before: null, CancellationToken.None);
        Assert.That(page.Events, Is.EqualTo([appended]));
        Assert.That(
            (appended.Kind, appended.Origin.Actor, appended.ModuleId, appended.AgentId),
            Is.EqualTo((happened.Kind, happened.Origin.Actor, happened.ModuleId, happened.AgentId)));
        Assert.That(
            (appended.Revision, appended.Outcome, appended.Message), Is.EqualTo((happened.Revision, happened.Outcome, happened.Message)));
        Assert.That(appended.Time, Is.EqualTo(_clock.GetUtcNow()));
        Assert.That(Guid.Parse(appended.Id).Version, Is.EqualTo(7));
    }

    [Test]
    public void Append_EffectFails_IsNotStoredAndNotAnnounced()
    {
        var (subscription, _) = _feed.Subscribe(Topic.Events, () => true);
        using var watching = subscription;

        var failed = _store.Writer.WriteAsync(
            unit =>
            {
                _events.Append(unit, new NewEvent { Kind = EventKinds.ModuleCreated });
                throw new NotFoundException("module", "m");
            },
            CancellationToken.None);

        Assert.ThrowsAsync<NotFoundException>(() => failed);
        Assert.That(_events.After(0, All, 10), Is.Empty);
        Assert.That(Changed(subscription), Is.Empty);
    }

    [Test]
    public async Task Append_Twice_LeavesAWatcherOneKeyToLookAt()
    {
        var (subscription, _) = _feed.Subscribe(Topic.Events, () => true);
        using var watching = subscription;

        await AppendAsync(new NewEvent { Kind = EventKinds.AgentLost });
        await AppendAsync(new NewEvent { Kind = EventKinds.AgentConnected });

        Assert.That(Changed(subscription), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Append_LongMessage_IsCutWithoutBreakingACharacter()
    {
        var exact = await AppendAsync(new NewEvent { Kind = EventKinds.InstanceFailed, Message = new string('x', 1024) });
        var cut = await AppendAsync(new NewEvent { Kind = EventKinds.InstanceFailed, Message = new string('x', 1022) + "😀😀" });

        Assert.That(exact.Message, Has.Length.EqualTo(1024));
        Assert.That(cut.Message, Is.EqualTo(new string('x', 1022) + "…"));
        Assert.That(_events.After(exact.Sequence, All, 1).Single().Message, Is.EqualTo(cut.Message));
    }

    [Test]
    public async Task ListAsync_Pages_NewestFirstAndStableWhileOthersWrite()
    {
        for (var i = 0; i < 25; i++)
        {
            await AppendAsync(new NewEvent { Kind = EventKinds.ModuleUpdated, Revision = i });
        }

        List<long> seen = [];
        long? before = null;
        var pages = 0;
        EventPage page;
        do
        {
            page = await _events.ListAsync(All, 10, before, CancellationToken.None);
            seen.AddRange(page.Events.Select(happened => happened.Revision));
            before = page.Events[^1].Sequence;
            Assert.That(page.Total, Is.EqualTo(25 + pages));
            pages++;
            await AppendAsync(new NewEvent { Kind = EventKinds.ModuleUpdated, Revision = 100 });
        }
        while (page.HasMore);

        Assert.That(pages, Is.EqualTo(3));
        Assert.That(seen, Is.EqualTo(Enumerable.Range(0, 25).Reverse()));
    }

    [Test]
    public async Task ListAsync_LastPageFull_HasNoMore()
    {
        await AppendAsync(new NewEvent { Kind = EventKinds.ModuleUpdated });
        await AppendAsync(new NewEvent { Kind = EventKinds.ModuleUpdated });

        Assert.That((await _events.ListAsync(All, 2, before: null, CancellationToken.None)).HasMore, Is.False);
        Assert.That((await _events.ListAsync(All, 1, before: null, CancellationToken.None)).HasMore, Is.True);
    }

    [Test]
    public async Task ListAsync_Filters_AllMustMatch()
    {
        await AppendAsync(new NewEvent { Kind = EventKinds.DeployRequested, ModuleId = "m1" });
        await AppendAsync(new NewEvent { Kind = EventKinds.InstanceFailed, ModuleId = "m1", AgentId = "a1" });
        _clock.Advance(TimeSpan.FromHours(1));
        var later = _clock.GetUtcNow();
        await AppendAsync(new NewEvent { Kind = EventKinds.InstanceFailed, ModuleId = "m2", AgentId = "a1" });

        Assert.That(await CountAsync(new EventFilter(ModuleId: "m1")), Is.EqualTo((2, 2)));
        Assert.That(await CountAsync(new EventFilter(AgentId: "a1")), Is.EqualTo((2, 2)));
        Assert.That(await CountAsync(new EventFilter(Kind: EventKinds.InstanceFailed)), Is.EqualTo((2, 2)));
        Assert.That(await CountAsync(new EventFilter(Since: later)), Is.EqualTo((1, 1)));
        Assert.That(
            await CountAsync(new EventFilter("m1", "a1", EventKinds.InstanceFailed, later - TimeSpan.FromHours(1))), Is.EqualTo((1, 1)));
        Assert.That(await CountAsync(new EventFilter(ModuleId: "m3")), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task After_Sequence_OldestFirstFilteredAndLimited()
    {
        var first = await AppendAsync(new NewEvent { Kind = EventKinds.AgentConnected, AgentId = "a1" });
        await AppendAsync(new NewEvent { Kind = EventKinds.AgentConnected, AgentId = "a2" });
        var third = await AppendAsync(new NewEvent { Kind = EventKinds.AgentLost, AgentId = "a1" });
        var fourth = await AppendAsync(new NewEvent { Kind = EventKinds.AgentConnected, AgentId = "a1" });

        Assert.That(_events.After(first.Sequence, new EventFilter(AgentId: "a1"), 10), Is.EqualTo([third, fourth]));
        Assert.That(_events.After(first.Sequence, new EventFilter(AgentId: "a1"), 1), Is.EqualTo([third]));
        Assert.That(_events.After(fourth.Sequence, All, 10), Is.Empty);
    }

    [Test]
    public async Task Append_NewestForgotten_SequenceIsNotGivenAgain()
    {
        var first = await AppendAsync(new NewEvent { Kind = EventKinds.AgentConnected });
        await _store.Writer.WriteAsync(unit => EventStore.Prune(unit, first.Sequence, 0, _clock.GetUtcNow(), 10), CancellationToken.None);

        var second = await AppendAsync(new NewEvent { Kind = EventKinds.AgentConnected });

        Assert.That(second.Sequence, Is.GreaterThan(first.Sequence));
    }

    private static IReadOnlyCollection<string> Changed(ChangeSubscription subscription) => subscription.Take(keys => keys).Result;

    private Task<ServerEvent> AppendAsync(NewEvent happened) =>
        _store.Writer.WriteAsync(unit => _events.Append(unit, happened), CancellationToken.None);

    private async Task<(int Listed, int Total)> CountAsync(EventFilter filter)
    {
        var page = await _events.ListAsync(filter, 10, before: null, CancellationToken.None);
        return (page.Events.Count, page.Total);
    }
}
