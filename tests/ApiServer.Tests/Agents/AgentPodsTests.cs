using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Kubernetes.Metadata;
using Tricorder.ApiServer.Kubernetes.Objects;
using Tricorder.ApiServer.Security.Agents;
using Tricorder.ApiServer.Storage;
using Tricorder.ApiServer.Tests.Security.Agents;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Agents;

/// <summary>Which agents are gone is found by comparing, and only from a list that can be believed.</summary>
internal sealed class AgentPodsTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private ChangeFeed _feed = null!;
    private TestStore _store = null!;
    private AgentRegistry _registry = null!;
    private AgentPods _pods = null!;
    private EventDigest _digest = null!;

    [SetUp]
    public async Task SetUpAsync()
    {
        _store = new TestStore();
        _feed = new ChangeFeed(_store.Live);
        _registry = new AgentRegistry(_store.Live, _feed);
        _digest = new EventDigest(new EventStore(_store.Database, _feed, _clock), _store.Writer, _clock, _store.Logs.For<EventDigest>());
        _pods = Pods(ServerPod.Unknown);
        await AddAsync("a", "pod-a");
        await AddAsync("b", "pod-b");
        await AddAsync("c", "pod-c");
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        _digest.Dispose();
        await _store.DisposeAsync();
    }

    [Test]
    public async Task List_DoesNotHaveThePod_TheAgentIsTerminated()
    {
        await ListAsync("pod-a", "other");

        Assert.That(States(), Is.EqualTo("a Offline, b Terminated, c Terminated"));
        Assert.That(_store.ReadElsewhere<long>("SELECT state FROM agent WHERE id = 'b'").Single(), Is.EqualTo((long)AgentState.Terminated));
    }

    [TestCase(Description = "the wrong namespace, or a cluster without pods")]
    [TestCase("other-1", "other-2", Description = "another cluster")]
    public async Task List_WithNoAgentsPod_EndsNobody(params string[] listed)
    {
        await ListAsync(listed);

        Assert.That(States(), Is.EqualTo("a Offline, b Offline, c Offline"));
    }

    [Test]
    public async Task List_WithTheServersOwnPod_EndsTheLastAgentToo()
    {
        _pods = Pods(new ServerPod("pod-of-the-server"));

        await ListAsync("other", "pod-of-the-server");

        Assert.That(States(), Is.EqualTo("a Terminated, b Terminated, c Terminated"));
    }

    [TestCase(Description = "an empty list")]
    [TestCase("other-1", Description = "another cluster")]
    public async Task List_WithoutTheServersOwnPod_EndsNobody(params string[] listed)
    {
        _pods = Pods(new ServerPod("pod-of-the-server"));

        await ListAsync(listed);

        Assert.That((States(), _pods.Believes(listed)), Is.EqualTo(("a Offline, b Offline, c Offline", false)));
    }

    [Test]
    public async Task List_ThatIsVouchedForLater_CountsThen()
    {
        await ListAsync("pod-of-a-new-agent");
        await AddAsync("new", "pod-of-a-new-agent", AgentState.Online);

        await _pods.TerminateGoneAsync(CancellationToken.None);

        Assert.That(States(), Is.EqualTo("a Terminated, b Terminated, c Terminated, new Online"));
    }

    [Test]
    public async Task List_BegunBeforeTheAgentCame_SaysNothingOfIt()
    {
        _pods.BeginList();
        await AddAsync("late", "pod-late");

        await EndListAsync("pod-a", "pod-b", "pod-c");

        Assert.That(States(), Does.Contain("late Offline"));
        await ListAsync("pod-a", "pod-b", "pod-c");
        Assert.That(States(), Does.Contain("late Terminated"), "the next one does");
    }

    [Test]
    public async Task Agent_WithoutAPod_IsNobodysBusiness()
    {
        await AddAsync("bare", "");

        await ListAsync("pod-a");

        Assert.That(States(), Does.Contain("bare Offline"));
    }

    [Test]
    public async Task Agent_ThatIsConnected_LivesUntilItsStreamEnds()
    {
        await AddAsync("static", "uid-of-its-own", AgentState.Online);
        await ListAsync("pod-a", "pod-b", "pod-c");
        Assert.That(States(), Does.Contain("static Online"));

        await AddAsync("static", "uid-of-its-own");
        await _pods.TerminateGoneAsync(CancellationToken.None);

        Assert.That(States(), Does.Contain("static Terminated"));
    }

    [Test]
    public async Task Pod_ToldAfterTheList_IsThere()
    {
        await ListAsync("pod-a", "pod-b", "pod-c");
        _pods.Put(["pod-d"]);
        await AddAsync("d", "pod-d");
        await AddAsync("e", "pod-e");
        _clock.Advance(TimeSpan.FromMinutes(9));
        await _pods.TerminateGoneAsync(CancellationToken.None);
        Assert.That(States(), Does.Contain("d Offline, e Offline"), "its pod may be too new to be known");

        _clock.Advance(TimeSpan.FromMinutes(1));
        await _pods.TerminateGoneAsync(CancellationToken.None);

        Assert.That(States(), Does.Contain("d Offline, e Terminated"));
    }

    [Test]
    public async Task Pod_Deleted_TheAgentIsTerminated()
    {
        await ListAsync("pod-a", "pod-b", "pod-c");

        await _pods.RemoveAsync(["pod-b", "somebody-else-s"], CancellationToken.None);

        Assert.That(States(), Is.EqualTo("a Offline, b Terminated, c Offline"));
    }

    [Test]
    public async Task Pod_DeletedAfterTheStreamEndedAndBeforeThatIsStored_TheAgentIsTerminatedThen()
    {
        await AddAsync("d", "pod-d", AgentState.Online);
        await ListAsync("pod-a", "pod-b", "pod-c", "pod-d");
        var options = Options.Create(new AgentOptions());
        using var session = new AgentSession(
            _registry.Find("d")!.Agent, new SilentWire(), new SendLimiter(options, _clock), _clock, _store.Logs.For<AgentSession>());
        _store.Live.Change(() => _registry.Connect(session));
        session.End(SessionEnd.Lost);

        await _pods.RemoveAsync(["pod-d"], CancellationToken.None);
        var during = States();
        _store.Live.Change(() => _registry.Disconnect(session, AgentState.Offline));
        await AddAsync("d", "pod-d");
        await _pods.TerminateGoneAsync(CancellationToken.None);

        Assert.That(during, Does.Contain("d Online"));
        Assert.That(States(), Does.Contain("d Terminated"));
    }

    [TestCase("another-cluster", "a Offline, b Offline, c Offline", true, Description = "no agent's pod is in it")]
    [TestCase("pod-a", "a Offline, b Terminated, c Terminated", false)]
    public async Task ListAfterARightOne_WithoutPodsOfAgents_IsBelievedOnlyWithThePodOfAnotherAgent(
        string listed, string states, bool tokenIsGood)
    {
        var settings = Options.Create(new AgentIdentityOptions { AgentServiceAccount = "tricorder/agent" });
        using var accounts = new ServiceAccounts(new ServiceAccountsTests.BelievingReviewer(), settings, _clock);
        var sink = new PodHandler(_pods, new NodeContainers(), accounts, new NoProcessReports());
        await sink.EndListAsync(ResourceKind.Pods, ["pod-a", "pod-b", "pod-c"], [], CancellationToken.None);
        await accounts.AuthenticateAsync("pod-b", CancellationToken.None);

        await sink.EndListAsync(ResourceKind.Pods, [listed], ["pod-b", "pod-c"], CancellationToken.None);

        Assert.That(States(), Is.EqualTo(states));
        Assert.That(
            () => accounts.AuthenticateAsync("pod-b", CancellationToken.None),
            tokenIsGood ? Throws.Nothing : Throws.InstanceOf<UnauthenticatedException>());
    }

    private AgentPods Pods(ServerPod own) =>
        new(_registry, new AgentStore(_store.Database), new NothingDesired(), _store.Writer, _digest, own, _clock);

    private Task ListAsync(params string[] uids)
    {
        _pods.BeginList();
        return EndListAsync(uids);
    }

    private Task EndListAsync(params string[] uids) => _pods.EndListAsync(uids, CancellationToken.None);

    private async Task AddAsync(string id, string podUid, AgentState state = AgentState.Offline)
    {
        var agent = new Agent
        {
            Id = id,
            NodeName = "node-" + id,
            PodUid = podUid,
            Protocol = AgentProtocol.V1,
            State = state,
            SessionId = "s",
            ConnectTime = _clock.GetUtcNow(),
            LastSeenTime = _clock.GetUtcNow(),
        };
        await _store.Writer.WriteAsync(unit => new AgentStore(_store.Database).Put(unit, [agent]), CancellationToken.None);
        _registry.Load([agent]);
    }

    private string States() => string.Join(", ", _registry.All().Select(known => $"{known.Agent.Id} {known.Agent.State}"));

    private sealed class NothingDesired : IDesiredState
    {
        public IReadOnlyList<Func<AgentSession, IAgentDelivery>> RecordHellos(
            WriteUnit unit,
            IReadOnlyList<(Agent Agent, IReadOnlyList<RunningModule>? Running)> hellos) => throw new NotSupportedException();

        public void AgentChanged(string agentId, Agent? agent)
        {
        }

        public void RecordGone(WriteUnit unit, IReadOnlyList<Agent> agents)
        {
        }
    }
}
