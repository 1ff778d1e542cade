using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Events;

internal sealed class EventDigestTests
{
    private TestStore _store = null!;
    private EventStore _events = null!;
    private EventDigest _digest = null!;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [SetUp]
    public void SetUp()
    {
        _store = new TestStore();
        _events = new EventStore(_store.Database, new ChangeFeed(_store.Live), _clock);
        _digest = new EventDigest(_events, _store.Writer, _clock, _store.Logs.For<EventDigest>());
    }

    [TearDown]
    public async Task TearDown()
    {
        _digest.Dispose();
        await _store.DisposeAsync();
    }

    [Test]
    public async Task FlushAsync_StoreFails_TheNextOneStoresThemInOrder()
    {
        await RenameAsync("event", "away");
        AddFailures(1, "first", agents: 2);
        Assert.ThrowsAsync<SqliteException>(FlushAsync);
        AddFailures(1, "second", agents: 1);
        AddFailures(3, "first", agents: 2);
        await RenameAsync("away", "event");

        await FlushAsync();
        await FlushAsync();

        Assert.That(Stored().Select(happened => happened.Message), Is.EqualTo(new[]
        {
            "4 agents: first Nodes: agent-1, agent-2, agent-3, agent-4.", "second",
        }));
    }

    [Test]
    public async Task FlushAsync_ManyNodesFailAlike_AreOneEventThatNamesThem()
    {
        for (var node = 1; node <= 7; node++)
        {
            _digest.Add(new NewEvent
            {
                Kind = EventKinds.InstanceFailed,
                ModuleId = "m",
                AgentId = $"agent-{node}",
                Message = $"Module 'm' failed on node 'n-{node}': no",
                Shared = "Module 'm' failed: no",
                Parameters = EventParameters.Of(("module", "m"), ("node", $"n-{node}"), ("error", "no")),
            });
        }

        await FlushAsync();

        var stored = Stored().Single();
        Assert.That(stored.Message, Is.EqualTo("7 agents: Module 'm' failed: no Nodes: n-1, n-2, n-3, n-4, n-5 and 2 more."));
        Assert.That(
            stored.Parameters.All,
            Is.EqualTo(new[] { ("module", "m"), ("error", "no"), ("count", "7"), ("nodes", "n-1, n-2, n-3, n-4, n-5"), ("more", "2") }));
    }

    [Test]
    public async Task FlushAsync_OneNodeFails_IsNamed()
    {
        _digest.Add(new NewEvent
        {
            Kind = EventKinds.InstanceFailed,
            ModuleId = "m",
            AgentId = "agent-1",
            Message = "Module 'm' failed on node 'n-1': no",
            Shared = "Module 'm' failed: no",
            Parameters = EventParameters.Of(("node", "n-1")),
        });

        await FlushAsync();

        var stored = Stored().Single();
        Assert.That((stored.Message, stored.Parameters["node"]), Is.EqualTo(("Module 'm' failed on node 'n-1': no", "n-1")));
    }

    [Test]
    public async Task Execute_StoreRefusesForAWhile_SaysSoOnceAndOnceThatItIsOver()
    {
        _store.Logs.ErrorsExpected = true;
        await _digest.StartAsync(CancellationToken.None);
        File.Move(_store.Path, _store.Path + ".away");
        AddFailures(1, "first", agents: 1);
        await Eventually.TrueAsync(() => Said("failed again, 3 times").Count > 0 || Tick(), "three rounds were refused");

        File.Move(_store.Path + ".away", _store.Path);

        await Eventually.TrueAsync(() => Said("succeeds again").Count > 0 || Tick(), "it is stored");
        Assert.That(Said("Storing what was observed was refused and is tried again (STORE_FILE_LOST)"), Has.Count.EqualTo(1));
        Assert.That(_store.Logs.Exceptions, Is.Empty, "the cause is known: no stack trace");
        Assert.That(Stored(), Has.Count.EqualTo(1));
        await _digest.StopAsync(CancellationToken.None);
    }

    [Test]
    public async Task FlushAsync_AFloodOfRefusedCalls_IsOneEventWhateverTheyCallThemselves()
    {
        for (var i = 0; i < 1000; i++)
        {
            _digest.Add(Denied($"2001:db8::{i:x}", $"agent-{i}", $"id-{i}"));
        }

        _digest.Add(Denied("10.0.0.1", "curl", "id"));

        await FlushAsync();

        Assert.That(Stored().Select(happened => (happened.Origin.ClientAddress, happened.Message)), Is.EqualTo(new[]
        {
            ("2001:db8::/64", "1000 calls like this within a second; the first: NO: no"), ("10.0.0.1", "NO: no"),
        }));
    }

    [Test]
    public async Task FlushAsync_CallsFromEverywhere_LeaveRoomForTheRest()
    {
        for (var i = 0; i < 5000; i++)
        {
            _digest.Add(Denied($"10.0.{i / 250}.{i % 250}", "x", "x"));
        }

        AddFailures(1, "failed", agents: 1);

        await FlushAsync();

        Assert.That(Stored().Count(happened => happened.Kind == EventKinds.CallDenied), Is.EqualTo(200));
        Assert.That(Stored().Count(happened => happened.Message == "failed"), Is.EqualTo(1));
    }

    [Test]
    public async Task FlushAsync_CutOffByTheServersStop_TheLastOneStoresThem()
    {
        AddFailures(1, "first", agents: 1);
        Assert.CatchAsync<OperationCanceledException>(() => _digest.FlushAsync(new CancellationToken(canceled: true)));

        await FlushAsync();

        Assert.That(Stored().Single().Message, Is.EqualTo("first"));
    }

    [Test]
    public async Task FlushAsync_FailsAgainAndAgain_KeepsNoMoreThanItsLimit()
    {
        for (var i = 0; i < 3; i++)
        {
            for (var text = 0; text < 500; text++)
            {
                AddFailures(1, $"{i} {text}", agents: 1);
            }

            Assert.CatchAsync<OperationCanceledException>(() => _digest.FlushAsync(new CancellationToken(canceled: true)));
        }

        await FlushAsync();

        Assert.That(Stored(), Has.Count.EqualTo(800));
        Assert.That(Stored()[0].Message, Is.EqualTo("0 0"), "the oldest are kept");
        Assert.That(_store.Logs.Entries.Select(entry => entry.Message), Has.Some.StartsWith("700 events were too many"));
    }

    [Test]
    public async Task Add_AsManyFailuresAsThereAreTexts_LeavesRoomForOtherKinds()
    {
        for (var i = 0; i < 2000; i++)
        {
            AddFailures(i, $"error {i}", agents: 1);
        }

        _digest.Add(new NewEvent { Kind = EventKinds.PhaseReached, ModuleId = "m", Message = "settled" });
        _digest.Add(new NewEvent { Kind = EventKinds.AgentLost, AgentId = "a", Message = "lost" });
        await FlushAsync();

        Assert.That(Stored().Select(happened => happened.Kind), Is.SupersetOf(new[] { EventKinds.PhaseReached, EventKinds.AgentLost }));
    }

    [Test]
    public async Task FlushAsync_SeveralAgentsAsOneEvent_IsFoundByEachOfThem()
    {
        AddFailures(1, "first", agents: 4000);
        _digest.Add(new NewEvent { Kind = EventKinds.AgentLost, AgentId = "agent-4000", Message = "lost" });
        _digest.Add(new NewEvent { Kind = EventKinds.AgentLost, AgentId = "other", Message = "lost, too" });

        await FlushAsync();

        foreach (var agent in (string[])["agent-1", "agent-3999"])
        {
            Assert.That(Stored(agent).Select(happened => happened.Kind), Is.EqualTo(new[] { EventKinds.InstanceFailed }), agent);
        }

        var page = await _events.ListAsync(new EventFilter(AgentId: "agent-4000"), 1, null, CancellationToken.None);
        Assert.That((page.Total, page.Events.Single().Message), Is.EqualTo((2, "lost")));
        Assert.That(Stored("other").Single().Message, Is.EqualTo("lost, too"));
        Assert.That(Stored("nobody"), Is.Empty);
    }

    [Test]
    public async Task FlushAsync_StoreFailedBefore_IsFoundByThoseOfBothTries()
    {
        await RenameAsync("event", "away");
        AddFailures(1, "first", agents: 6);
        Assert.ThrowsAsync<SqliteException>(FlushAsync);
        AddFailures(7, "first", agents: 3);
        await RenameAsync("away", "event");

        await FlushAsync();

        Assert.That(Enumerable.Range(1, 9).Select(number => Stored($"agent-{number}").Count), Is.All.EqualTo(1));
    }

    private IReadOnlyList<ServerEvent> Stored(string agent) => _events.After(0, new EventFilter(AgentId: agent), 10);

    private Task FlushAsync() => _digest.FlushAsync(CancellationToken.None);

    private IReadOnlyList<ServerEvent> Stored() => _events.After(0, new EventFilter(), 10_000);

    private void AddFailures(int firstAgent, string message, int agents)
    {
        for (var agent = firstAgent; agent < firstAgent + agents; agent++)
        {
            _digest.Add(new NewEvent { Kind = EventKinds.InstanceFailed, ModuleId = "m", AgentId = $"agent-{agent}", Message = message });
        }
    }

    private Task<int> RenameAsync(string table, string name) =>
        _store.Writer.WriteAsync(unit => unit.Connection.Execute($"ALTER TABLE {table} RENAME TO {name}"), CancellationToken.None);

    private static NewEvent Denied(string address, string userAgent, string id) => new()
    {
        Kind = EventKinds.CallDenied,
        Outcome = EventOutcomes.Denied,
        Message = "NO: no",
        Origin = new Origin(Actors.Anonymous) { Method = "m", ClientAddress = address, UserAgent = userAgent, CorrelationId = id },
    };

    private List<(LogLevel Level, string Message)> Said(string what) =>
        [.. _store.Logs.Entries.Where(entry => entry.Message.Contains(what, StringComparison.Ordinal))];

    private bool Tick()
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        return false;
    }
}
