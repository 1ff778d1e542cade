using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Tests.Storage.StoreCompliance;

[ComplianceOf(typeof(EventStore))]
internal sealed class EventStoreCompliance(StoreEngine engine) : StoreComplianceFixture(engine)
{
    private static readonly EventFilter All = new();

    private FakeTimeProvider _clock = null!;
    private ChangeFeed _feed = null!;
    private EventStore _events = null!;

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
        Assert.That(appended.Time, Is.EqualTo(Stored(_clock.GetUtcNow())));
        Assert.That(Guid.Parse(appended.Id).Version, Is.EqualTo(7));
    }

    [Test]
    public async Task Append_EffectFails_IsNotStoredAndNotAnnounced()
    {
        var (subscription, _) = _feed.Subscribe(Topic.Events, () => true);
        using var watching = subscription;

        RollBack(unit => _events.Append(unit, new NewEvent { Kind = EventKinds.ModuleCreated }, ["a1", "a2"]));

        Assert.That(await AfterAsync(0, All, 10), Is.Empty);
        Assert.That(await AfterAsync(0, new EventFilter(AgentId: "a1"), 10), Is.Empty);
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
        Assert.That((await AfterAsync(exact.Sequence, All, 1)).Single().Message, Is.EqualTo(cut.Message));
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

        Assert.That(await AfterAsync(first.Sequence, new EventFilter(AgentId: "a1"), 10), Is.EqualTo([third, fourth]));
        Assert.That(await AfterAsync(first.Sequence, new EventFilter(AgentId: "a1"), 1), Is.EqualTo([third]));
        Assert.That(await AfterAsync(fourth.Sequence, All, 10), Is.Empty);
    }

    [Test]
    public async Task Append_NewestForgotten_SequenceIsNotGivenAgain()
    {
        var first = await AppendAsync(new NewEvent { Kind = EventKinds.AgentConnected });
        await WriteAsync(unit => EventStore.Prune(unit, first.Sequence, 0, At(0), 10));

        var second = await AppendAsync(new NewEvent { Kind = EventKinds.AgentConnected });

        Assert.That(second.Sequence, Is.GreaterThan(first.Sequence));
    }

    [Test]
    public async Task Append_EveryField_IsReadBack()
    {
        var appended = await AppendAsync(new NewEvent
        {
            Kind = EventKinds.ModuleUpdated,
            Origin = new Origin(Odd)
            {
                Method = "M",
                ClientAddress = "::1",
                UserAgent = Odd,
                RequestId = Odd,
                CorrelationId = "c",
            },
            ModuleId = Odd,
            AgentId = Odd,
            Revision = long.MaxValue,
            Outcome = EventOutcomes.Failed,
            Message = Odd,
            Target = Odd,
            Change = """{"name":"漢字"}""",
        });

        Assert.That(await AfterAsync(0, All, 10), Is.EqualTo([appended]));
        Assert.That(await AfterAsync(0, new EventFilter(ModuleId: Odd, AgentId: Odd), 10), Is.EqualTo([appended]));
        Assert.That(appended.ModuleId, Is.EqualTo(Odd));
    }

    [Test]
    public async Task Append_AboutSeveralAgents_IsFoundByEach()
    {
        var shared = await WriteAsync(unit => _events.Append(unit, new NewEvent { Kind = EventKinds.AgentLost }, ["a1", "a2", Odd]));
        var own = await AppendAsync(new NewEvent { Kind = EventKinds.AgentConnected, AgentId = "a1" });

        Assert.That(await AfterAsync(0, new EventFilter(AgentId: "a1"), 10), Is.EqualTo([shared, own]));
        Assert.That(await AfterAsync(0, new EventFilter(AgentId: Odd), 10), Is.EqualTo([shared]));
        Assert.That(await AfterAsync(0, new EventFilter(AgentId: "a3"), 10), Is.Empty);
        Assert.That(await CountAsync(new EventFilter(AgentId: "a1")), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task Append_SameAgentTwice_IsRefused()
    {
        AssertConflict(unit => _events.Append(unit, new NewEvent { Kind = EventKinds.AgentLost }, ["a1", "a1"]));

        Assert.That(await AfterAsync(0, All, 10), Is.Empty);
    }

    [Test]
    public async Task ListAsync_Empty_IsAnEmptyPage()
    {
        var page = await _events.ListAsync(All, 10, before: null, CancellationToken.None);

        Assert.That((page.Events.Count, page.Total, page.HasMore), Is.EqualTo((0, 0, false)));
    }

    [Test]
    public async Task ListAsync_Since_IsComparedToTheMicrosecond()
    {
        var happened = await AppendAsync(new NewEvent { Kind = EventKinds.AgentLost });

        Assert.That(await CountAsync(new EventFilter(Since: happened.Time)), Is.EqualTo((1, 1)));
        Assert.That(await CountAsync(new EventFilter(Since: happened.Time.AddMicroseconds(1))), Is.EqualTo((0, 0)));
        Assert.That(await CountAsync(new EventFilter(Since: happened.Time.ToOffset(TimeSpan.FromHours(-5)))), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task ReadRange_EmptyThenSome_IsOldestAndNewest()
    {
        Assert.That(await _events.ReadRangeAsync(CancellationToken.None), Is.EqualTo((0L, 0L)));
        var first = await AppendAsync(new NewEvent { Kind = EventKinds.AgentLost });
        var last = await AppendAsync(new NewEvent { Kind = EventKinds.AgentLost });

        Assert.That(await _events.ReadRangeAsync(CancellationToken.None), Is.EqualTo((first.Sequence, last.Sequence)));
    }

    [Test]
    public async Task Prune_TooManyOfEachKind_ForgetsTheOldestInSmallSteps()
    {
        Assert.That(await _events.FindLastBeyondAsync(0, 0, CancellationToken.None), Is.EqualTo((0L, 0L)), "nothing is there");
        for (var i = 0; i < 5; i++)
        {
            await AppendAsync(new NewEvent { Kind = EventKinds.AgentLost, Revision = i });
            await AppendAsync(new NewEvent { Kind = EventKinds.CallDenied, Revision = i });
        }

        var (last, lastCall) = await _events.FindLastBeyondAsync(3, 4, CancellationToken.None);
        var steps = new List<int>();
        do
        {
            steps.Add(await WriteAsync(unit => EventStore.Prune(unit, last, lastCall, At(-1), 1)));
        }
        while (steps[^1] > 0);

        var left = await AfterAsync(0, All, 100);
        Assert.That(left.Where(one => one.Kind == EventKinds.AgentLost).Select(one => one.Revision), Is.EqualTo([2, 3, 4]));
        Assert.That(left.Where(one => one.Kind == EventKinds.CallDenied).Select(one => one.Revision), Is.EqualTo([1, 2, 3, 4]));
        Assert.That(steps, Is.EqualTo([2, 1, 0]));
        Assert.That(await _events.FindLastBeyondAsync(3, 4, CancellationToken.None), Is.EqualTo((0L, 0L)));
    }

    [Test]
    public async Task Prune_ByAge_ForgetsWhatIsOlderToTheMicrosecond()
    {
        var old = await AppendAsync(new NewEvent { Kind = EventKinds.AgentLost });
        _clock.Advance(TimeSpan.FromMicroseconds(1));
        var young = await AppendAsync(new NewEvent { Kind = EventKinds.AgentLost });

        Assert.That(await WriteAsync(unit => EventStore.Prune(unit, 0, 0, old.Time, 10)), Is.Zero);
        Assert.That(await WriteAsync(unit => EventStore.Prune(unit, 0, 0, young.Time, 10)), Is.EqualTo(1));
        Assert.That(await AfterAsync(0, All, 10), Is.EqualTo([young]));
    }

    [Test]
    public async Task PruneLinks_OfForgottenEventsAndTooMany_ForgetsThose()
    {
        Assert.That(await _events.FindLastLinkBeyondAsync(0, CancellationToken.None), Is.Zero, "nothing is there");
        var first = await WriteAsync(unit => _events.Append(unit, new NewEvent { Kind = EventKinds.AgentLost }, ["a1", "a2"]));
        var second = await WriteAsync(unit => _events.Append(unit, new NewEvent { Kind = EventKinds.AgentLost }, ["a1", "a2"]));
        var third = await WriteAsync(unit => _events.Append(unit, new NewEvent { Kind = EventKinds.AgentLost }, ["a1", "a2"]));
        await WriteAsync(unit => EventStore.Prune(unit, first.Sequence, 0, At(-1), 10));

        Assert.That(await _events.FindLastLinkBeyondAsync(100, CancellationToken.None), Is.EqualTo(first.Sequence));
        var tooMany = await _events.FindLastLinkBeyondAsync(2, CancellationToken.None);

        Assert.That(tooMany, Is.EqualTo(second.Sequence));
        Assert.That(await WriteAsync(unit => EventStore.PruneLinks(unit, tooMany, 3)), Is.EqualTo(3));
        Assert.That(await WriteAsync(unit => EventStore.PruneLinks(unit, tooMany, 3)), Is.EqualTo(1));
        Assert.That(await AfterAsync(0, new EventFilter(AgentId: "a1"), 10), Is.EqualTo([third]));
        Assert.That(await AfterAsync(0, All, 10), Is.EqualTo([second, third]), "the event itself stays");
    }

    protected override void Begin()
    {
        _clock = new FakeTimeProvider(Start);
        _feed = new ChangeFeed(Live);
        _events = new EventStore(Database, _feed, _clock);
    }

    private Task<IReadOnlyList<ServerEvent>> AfterAsync(long sequence, EventFilter filter, int limit) =>
        _events.ListAfterAsync(sequence, filter, limit, CancellationToken.None);

    private static IReadOnlyCollection<string> Changed(ChangeSubscription subscription) => subscription.Take(keys => keys).Result;

    private Task<ServerEvent> AppendAsync(NewEvent happened) =>
        WriteAsync(unit => _events.Append(unit, happened));

    private async Task<(int Listed, int Total)> CountAsync(EventFilter filter)
    {
        var page = await _events.ListAsync(filter, 10, before: null, CancellationToken.None);
        return (page.Events.Count, page.Total);
    }
}
