using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Deployments;
using Tricorder.ApiServer.Deployments.Conditions;
using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Deployments.Views;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Grafana.Publishing;
using Tricorder.ApiServer.ObservabilityDb.Tables;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Deployments;

/// <summary>A board without sessions: the test says what agents run, on a clock that it drives.</summary>
internal sealed class FleetFixture : IAsyncDisposable
{
    private long _generation;

    /// <param name="store">The store of a bed before, as after a restart of the server.</param>
    public FleetFixture(TestStore? store = null)
    {
        Store = store ?? new TestStore();
        var options = Options.Create(new DeploymentOptions());
        Feed = new ChangeFeed(Live);
        Events = new EventStore(Store.Database, Feed, Clock);
        Digest = new EventDigest(Events, Store.Writer, Clock, Store.Logs.For<EventDigest>());
        Phases = new PhaseWatcher(Digest, new DeploymentMetrics(Store.Meters), Clock);
        Fleet = new FleetState(Feed, Guard = new CrashLoopGuard(options), Phases, Digest, options, Clock);
        Conditions = new DeploymentConditions(Fleet, [.. Types.Select(type => new ConditionRegistration(type, true))], Live, Feed, Clock);
        Views = new DeploymentViews(Fleet, Conditions, Live);
        InstanceViews = new InstanceViews(Fleet, Live);
        Deployments = new DeploymentStore(Store.Database);
        Instances = new InstanceStore(Store.Database, Clock);
    }

    /// <summary>The conditions of other rooms, in no order. All rooms are configured.</summary>
    public static IReadOnlyList<ConditionType> Types { get; } = [DataFlow.Type, DashboardConditions.Type, TableReconciler.TableReady];

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public TestStore Store { get; }

    public LiveState Live => Store.Live;

    public ChangeFeed Feed { get; }

    public EventStore Events { get; }

    public EventDigest Digest { get; }

    public FleetState Fleet { get; }

    public CrashLoopGuard Guard { get; }

    public PhaseWatcher Phases { get; }

    public DeploymentConditions Conditions { get; }

    public DeploymentViews Views { get; }

    public InstanceViews InstanceViews { get; }

    public DeploymentStore Deployments { get; }

    public InstanceStore Instances { get; }

    /// <summary>For what has a generation and is no wish, such as a cordon.</summary>
    public long NextGeneration() => ++_generation;

    /// <summary>A wish under the next generation; revision 0 = undeployed.</summary>
    public DesiredModule Desire(string moduleId, int revision) => new()
    {
        ModuleId = moduleId,
        ModuleName = moduleId,
        Target = revision > 0 ? DeploymentTarget.Deployed : DeploymentTarget.Undeployed,
        Revision = Math.Max(1, revision),
        Generation = ++_generation,
        AgentsRevision = Math.Max(1, revision),
        AgentsGeneration = _generation,
        StartTime = Clock.GetUtcNow(),
        UpdateTime = Clock.GetUtcNow(),
    };

    public DesiredModule Apply(string moduleId, int revision) => Apply(Desire(moduleId, revision));

    public DesiredModule Apply(DesiredModule desired)
    {
        Live.Change(() => Fleet.Apply(desired));

        return desired;
    }

    public Agent Agent(string id, AgentState state = AgentState.Online) => new()
    {
        Id = id,
        NodeName = "node-" + id,
        Protocol = AgentProtocol.V1,
        State = state,
        SessionId = "session",
        ConnectTime = Clock.GetUtcNow(),
        LastSeenTime = Clock.GetUtcNow(),
    };

    /// <summary>The agent connects and says what it runs.</summary>
    public FleetAgent Connect(string id, params IEnumerable<(string ModuleId, int Revision)> running) => Connect(Agent(id), running);

    public FleetAgent Connect(Agent agent, params IEnumerable<(string ModuleId, int Revision)> running)
    {
        return Live.Read(() => Fleet.Connect(agent, running.Select(module => Record(agent.Id, module.ModuleId, module.Revision))));
    }

    public void Apply(Agent agent)
    {
        Live.Change(() => Fleet.Apply(agent));
    }

    /// <summary>The agent is told what is wanted of it.</summary>
    public void Begin(Instance instance)
    {
        Live.Change(() =>
        {
            var wanted = Fleet.DesiredOn(instance.Agent, instance.ModuleId);
            Fleet.Begin(instance, new LastUpdate(wanted.Generation, wanted.Revision, Deploy: wanted.Revision > 0));
        });
    }

    /// <summary>The agent's answer to what is wanted of it.</summary>
    public void Answer(Instance instance, InstanceState state, bool isFinal = false)
    {
        Live.Change(() =>
        {
            var wanted = Fleet.DesiredOn(instance.Agent, instance.ModuleId);
            var observed = state == InstanceState.Succeeded ? wanted.Revision : instance.Observed;
            Fleet.ApplyResult(instance, new InstanceChange(instance.ModuleId, observed, wanted.Generation, state, "said so", 1)
            {
                IsFinal = isFinal && state == InstanceState.Failed,
            });
        });
    }

    public InstanceRecord Record(string agentId, string moduleId, int revision) =>
        new(moduleId, agentId, revision, 0, InstanceState.Pending, "", 0, Clock.GetUtcNow());

    /// <summary>The messages of the events of this kind, oldest first.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync(string kind)
    {
        await Digest.FlushAsync(CancellationToken.None);
        return [.. Events.After(0, new EventFilter(Kind: kind), 100).Select(happened => happened.Message)];
    }

    public async ValueTask DisposeAsync()
    {
        Digest.Dispose();
        await Store.DisposeAsync();
    }
}
