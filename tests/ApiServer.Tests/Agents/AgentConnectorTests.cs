using Dapper;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Security;
using Tricorder.ApiServer.Security.Agents;
using Tricorder.ApiServer.Storage;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Agents;

/// <summary>The order of commits is the order of streams, whatever the threads do in between.</summary>
internal sealed class AgentConnectorTests : IDisposable
{
    private const string Node = "node-1";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly NothingDesired _desired = new();
    private ChangeFeed _feed = null!;
    private TestStore _store = null!;
    private AgentRegistry _registry = null!;
    private AgentConnector _connector = null!;
    private EventDigest _digest = null!;

    [SetUp]
    public void SetUp()
    {
        _desired.RecordedEnds = 0;
        _store = new TestStore();
        _feed = new ChangeFeed(_store.Live);
        _registry = new AgentRegistry(_store.Live, _feed);
        _digest = new EventDigest(new EventStore(_store.Database, _feed, _clock), _store.Writer, _clock, _store.Logs.For<EventDigest>());
        var metrics = new AgentMetrics(_store.Meters);
        _connector = new AgentConnector(
            new AgentStore(_store.Database),
            new AgentAdmission(new JoinTokens(_clock)),
            new AgentPresence(_registry, _desired, _digest, metrics, new NodeContainers { IsFollowed = false }),
            new AdmissionLimit(_registry, Options.Create(new AgentOptions())),
            _desired,
            _store.Writer,
            _store.Live,
            new SendLimiter(Options.Create(new AgentOptions()), _clock),
            metrics,
            _clock,
            _store.Logs.For<AgentConnector>());
    }

    [TearDown]
    public async Task TearDown()
    {
        Dispose();
        await _store.DisposeAsync();
    }

    public void Dispose() => _digest.Dispose();

    [Test]
    public async Task DisconnectAsync_SuccessorInTheSameCommitGroup_StaysTerminated()
    {
        var (old, successor) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        using var session = await ConnectAsync(old);
        session.End(SessionEnd.Lost);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Task left;
        Task<AgentSession> came;
        using (_store.Hold())
        {
            left = _connector.DisconnectAsync(session);
            came = ConnectAsync(successor);
        }

        await left;
        using var next = await came;

        Assert.That(StateOf(old), Is.EqualTo(AgentState.Terminated));
        Assert.That(StoredStateOf(old), Is.EqualTo(AgentState.Terminated));
        Assert.That(_desired.LastState[old], Is.EqualTo(AgentState.Terminated), "who counts agents was told so last");
    }

    [Test]
    public async Task DisconnectAsync_StoreTakesNothing_IsOfflineAndStoredLater()
    {
        var id = Guid.NewGuid().ToString();
        using var session = await ConnectAsync(id);
        await SqlAsync("CREATE TRIGGER full BEFORE UPDATE ON agent BEGIN SELECT RAISE(ABORT, 'no'); END");
        session.End(SessionEnd.Lost);

        _store.Logs.ErrorsExpected = true;
        await _connector.DisconnectAsync(session);
        var (during, stored) = (StateOf(id), StoredStateOf(id));
        await SqlAsync("DROP TRIGGER full");
        await _connector.StoreEndsAsync(CancellationToken.None);

        Assert.That((during, stored), Is.EqualTo((AgentState.Offline, AgentState.Online)));
        Assert.That(StoredStateOf(id), Is.EqualTo(AgentState.Offline));
    }

    [Test]
    public async Task StoreEndsAsync_SuccessorCameMeanwhile_IsTerminated()
    {
        var (old, successor) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        using var session = await ConnectAsync(old);
        await SqlAsync("CREATE TRIGGER full BEFORE UPDATE ON agent BEGIN SELECT RAISE(ABORT, 'no'); END");
        session.End(SessionEnd.Lost);
        _store.Logs.ErrorsExpected = true;
        await _connector.DisconnectAsync(session);
        await SqlAsync("DROP TRIGGER full");
        _clock.Advance(TimeSpan.FromSeconds(1));
        using var next = await ConnectAsync(successor);

        await _connector.StoreEndsAsync(CancellationToken.None);

        Assert.That((StateOf(old), StoredStateOf(old)), Is.EqualTo((AgentState.Terminated, AgentState.Terminated)));
    }

    [Test]
    public async Task ConnectAsync_SameAgentTwiceInOneBatch_TheLaterStreamHasIt()
    {
        var id = Guid.NewGuid().ToString();
        Task<AgentSession> earlier, later;
        using (_store.Hold())
        {
            (earlier, later) = (ConnectAsync(id), ConnectAsync(id));
        }

        using var one = await earlier;
        using var other = await later;

        Assert.That(await one.Completion, Is.EqualTo(SessionEnd.Superseded));
        Assert.That(other.IsOver, Is.False);
        Assert.That(StoredSessionOf(id), Is.EqualTo(other.Id));
    }

    [Test]
    public async Task ConnectAsync_TwoAgentsOfANodeInOneBatch_TheLaterSucceedsTheEarlier()
    {
        var (first, second) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        Task<AgentSession> earlier, later;
        using (_store.Hold())
        {
            (earlier, later) = (ConnectAsync(first), ConnectAsync(second));
        }

        using var one = await earlier;
        using var other = await later;
        one.End(SessionEnd.Lost);
        await _connector.DisconnectAsync(one);

        Assert.That((StateOf(first), StateOf(second)), Is.EqualTo((AgentState.Terminated, AgentState.Online)));
    }

    [Test]
    public async Task ConnectAsync_ReplacedAgentComesBackInTheSameBatch_IsOnline()
    {
        var (old, successor) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        using var session = await ConnectAsync(old);
        session.End(SessionEnd.Lost);
        await _connector.DisconnectAsync(session);
        Task<AgentSession> came, back;
        using (_store.Hold())
        {
            (came, back) = (ConnectAsync(successor), ConnectAsync(old));
        }

        using var one = await came;
        using var other = await back;

        Assert.That((StateOf(old), StoredStateOf(old)), Is.EqualTo((AgentState.Online, AgentState.Online)));
        Assert.That((StateOf(successor), StoredStateOf(successor)), Is.EqualTo((AgentState.Online, AgentState.Online)));
    }

    [Test]
    public async Task ConnectAsync_OneOfABatchIsRefused_TheOthersComeIn()
    {
        var id = Guid.NewGuid().ToString();
        Task<AgentSession> refused, accepted;
        using (_store.Hold())
        {
            refused = ConnectAsync(new AgentHello
            {
                AgentId = Guid.NewGuid().ToString(),
                NodeName = Node,
                Identity = AgentIdentity.Unproven with { NodeName = "another" },
                Protocol = AgentProtocol.V1,
            });
            accepted = ConnectAsync(id);
        }

        using var session = await accepted;

        Assert.ThrowsAsync<PermissionDeniedException>(() => refused);
        Assert.That(_registry.All().Select(known => known.Agent.Id), Is.EqualTo(new[] { id }));
    }

    [Test]
    public void ConnectAsync_CommittedAndLost_NobodyIsLeftOnline()
    {
        var id = Guid.NewGuid().ToString();
        _store.Logs.ErrorsExpected = true;
        _store.LoseNext();

        Assert.ThrowsAsync<UnavailableException>(() => ConnectAsync(id));

        Assert.That((StateOf(id), StoredStateOf(id)), Is.EqualTo((AgentState.Offline, AgentState.Offline)));
        Assert.That(_registry.Sessions(), Is.Empty);
    }

    [Test]
    public async Task StoreEndsAsync_TheEndWasCommittedAndLost_IsCountedOnce()
    {
        using var session = await ConnectAsync(Guid.NewGuid().ToString());
        session.End(SessionEnd.Lost);
        _store.Logs.ErrorsExpected = true;
        _store.LoseNext();

        await _connector.DisconnectAsync(session);
        await _connector.StoreEndsAsync(CancellationToken.None);

        Assert.That(_desired.RecordedEnds, Is.EqualTo(1));
    }

    [Test]
    public async Task StoreEndsAsync_OneIsRefused_TheOthersAreStored()
    {
        var (refused, stored) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        using var one = await ConnectAsync(new AgentHello { AgentId = refused, NodeName = "node-2", Protocol = AgentProtocol.V1 });
        using var other = await ConnectAsync(stored);
        await SqlAsync("CREATE TRIGGER full BEFORE UPDATE ON agent BEGIN SELECT RAISE(ABORT, 'no'); END");
        _store.Logs.ErrorsExpected = true;
        foreach (var session in (AgentSession[])[one, other])
        {
            session.End(SessionEnd.Lost);
            await _connector.DisconnectAsync(session);
        }

        await SqlAsync("DROP TRIGGER full");
        await SqlAsync($"CREATE TRIGGER one BEFORE UPDATE ON agent WHEN old.id = '{refused}' BEGIN SELECT RAISE(ABORT, 'no'); END");
        Assert.CatchAsync(() => _connector.StoreEndsAsync(CancellationToken.None));
        var during = (StoredStateOf(refused), StoredStateOf(stored));
        await SqlAsync("DROP TRIGGER one");
        await _connector.StoreEndsAsync(CancellationToken.None);

        Assert.That(during, Is.EqualTo((AgentState.Online, AgentState.Offline)));
        Assert.That(StoredStateOf(refused), Is.EqualTo(AgentState.Offline));
    }

    [Test]
    public async Task ConnectAsync_HelloThatSaysNothing_ErasesNothing()
    {
        var full = new AgentHello
        {
            AgentId = Guid.NewGuid().ToString(),
            NodeName = Node,
            PodUid = "pod-1",
            Version = "2.0",
            KernelRelease = "6.6",
            Architecture = "arm64",
            Labels = new Dictionary<string, string> { ["zone"] = "a" },
            Protocol = AgentProtocol.V1,
        };
        using var first = await ConnectAsync(full);

        using var second = await ConnectAsync(new AgentHello { AgentId = full.AgentId, Protocol = AgentProtocol.V1 });

        foreach (var agent in (Agent[])[_registry.Find(full.AgentId)!.Agent, new AgentStore(_store.Database).LoadAll().Single()])
        {
            Assert.That(
                (agent.NodeName, agent.PodUid, agent.Version, agent.KernelRelease, agent.Architecture, agent.Labels["zone"]),
                Is.EqualTo((Node, "pod-1", "2.0", "6.6", "arm64", "a")));
        }
    }

    [Test]
    public async Task ConnectAsync_NamelessHelloBetweenTwoNodes_DoesNotHideThatTheyShareAnId()
    {
        var hello = new AgentHello { AgentId = Guid.NewGuid().ToString(), NodeName = Node, Protocol = AgentProtocol.V1 };
        using var first = await ConnectAsync(hello);
        using var nameless = await ConnectAsync(hello with { NodeName = "" });

        using var other = await ConnectAsync(hello with { NodeName = "node-2" });

        await _digest.FlushAsync(CancellationToken.None);
        Assert.That(
            _store.ReadElsewhere<string>("SELECT message FROM event WHERE kind = @kind", new { kind = EventKinds.AgentIdShared }).Single(),
            Does.Contain($"'{Node}'").And.Contain("'node-2'"));
    }

    [Test]
    public async Task Sweep_AgentIsSilentForTooLong_ItsStreamEnds()
    {
        var options = new AgentOptions();
        using var session = await ConnectAsync(Guid.NewGuid().ToString());
        var sweeper = new AgentSweeper(_registry, _connector, Options.Create(options), _clock, _store.Logs.For<AgentSweeper>());

        await sweeper.ReconcileAsync(CancellationToken.None);
        var early = session.Completion.IsCompleted;
        _clock.Advance((options.HeartbeatInterval * options.MissedHeartbeats) + TimeSpan.FromSeconds(1));
        await sweeper.ReconcileAsync(CancellationToken.None);

        Assert.That(early, Is.False);
        Assert.That(await session.Completion, Is.EqualTo(SessionEnd.Silent));
    }

    [Test]
    public async Task Sweep_EndsOfBeforeTakeLongToStore_ASilentAgentsStreamEndsMeanwhile()
    {
        var options = new AgentOptions();
        using var silent = await ConnectAsync(Guid.NewGuid().ToString());
        using var left = await ConnectAsync(new AgentHello { AgentId = Guid.NewGuid().ToString(), Protocol = AgentProtocol.V1 });
        await SqlAsync("CREATE TRIGGER full BEFORE UPDATE ON agent BEGIN SELECT RAISE(ABORT, 'no'); END");
        left.End(SessionEnd.Lost);
        _store.Logs.ErrorsExpected = true;
        await _connector.DisconnectAsync(left);
        await SqlAsync("DROP TRIGGER full");
        var sweeper = new AgentSweeper(_registry, _connector, Options.Create(options), _clock, _store.Logs.For<AgentSweeper>());
        _clock.Advance((options.HeartbeatInterval * options.MissedHeartbeats) + TimeSpan.FromSeconds(1));

        Task swept;
        using (_store.Hold())
        {
            swept = sweeper.ReconcileAsync(CancellationToken.None);
            Assert.That(silent.IsOver, Is.True);
        }

        await swept;
    }

    [Test]
    public async Task Forget_TerminatedForLongEnough_IsForgottenAndOthersAreNot()
    {
        var options = new AgentOptions();
        var (old, successor) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        using var session = await ConnectAsync(old);
        session.End(SessionEnd.Lost);
        await _connector.DisconnectAsync(session);
        _clock.Advance(TimeSpan.FromSeconds(1));
        using var next = await ConnectAsync(successor);
        var forgetter = new AgentForgetter(
            _registry, new AgentStore(_store.Database), _desired, _store.Writer, _digest, Options.Create(options), _clock);

        await forgetter.ReconcileAsync(CancellationToken.None);
        var early = _registry.All().Count;
        _clock.Advance(options.ForgetAfter + TimeSpan.FromSeconds(1));
        await forgetter.ReconcileAsync(CancellationToken.None);

        Assert.That(early, Is.EqualTo(2));
        Assert.That(_registry.All().Single().Agent.Id, Is.EqualTo(successor));
        Assert.That(_store.ReadElsewhere<string>("SELECT id FROM agent"), Is.EqualTo(new[] { successor }));
    }

    private Task<AgentSession> ConnectAsync(AgentHello hello) => _connector.ConnectAsync(hello, new SilentWire(), CancellationToken.None);

    private Task<AgentSession> ConnectAsync(string id) =>
        ConnectAsync(new AgentHello { AgentId = id, NodeName = Node, Protocol = AgentProtocol.V1 });

    private AgentState StateOf(string id) => _registry.Find(id)!.Agent.State;

    private AgentState StoredStateOf(string id) =>
        (AgentState)_store.ReadElsewhere<long>("SELECT state FROM agent WHERE id = @id", new { id }).Single();

    private string StoredSessionOf(string id) =>
        _store.ReadElsewhere<string>("SELECT session_id FROM agent WHERE id = @id", new { id }).Single();

    private Task<int> SqlAsync(string sql) => _store.Writer.WriteAsync(unit => unit.Connection.Execute(sql), CancellationToken.None);

    /// <summary>Wants nothing of anybody, and remembers what it was told last.</summary>
    private sealed class NothingDesired : IDesiredState
    {
        public Dictionary<string, AgentState> LastState { get; } = [];

        public int RecordedEnds { get; set; }

        public IReadOnlyList<Func<AgentSession, IAgentDelivery>> RecordHellos(
            WriteUnit unit, IReadOnlyList<(Agent Agent, IReadOnlyList<RunningModule>? Running)> hellos) =>
            [.. hellos.Select(Func<AgentSession, IAgentDelivery> (_) => _ => new NoDelivery(this))];

        public void AgentChanged(string agentId, Agent? agent) =>
            LastState[agentId] = agent?.State ?? AgentState.Terminated;

        public void RecordGone(WriteUnit unit, IReadOnlyList<Agent> agents)
        {
        }
    }

    private sealed class NoDelivery(NothingDesired desired) : IAgentDelivery, IDeliveryEnd
    {
        public bool HasNext => false;

        public ValueTask<AgentUpdate?> TakeNextAsync(CancellationToken cancellationToken) => default;

        public void Sent()
        {
        }

        public Task ReportAsync(ModuleReport report, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<bool> GiveUpAsync(CancellationToken cancellationToken) => Task.FromResult(true);

        public ValueTask<IDeliveryEnd> EndAsync(SessionEnd end, DateTimeOffset lastSeen) => new(this);

        public void Record(WriteUnit unit) => desired.RecordedEnds++;

        public void Detach()
        {
        }
    }
}
