using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments;
using Tricorder.ApiServer.Deployments.Delivery;
using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.Lifecycle;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Deployments.Statistics;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Deployments;

/// <summary>What was known last of an agent that is away is the same after a restart, whatever was deployed meanwhile.</summary>
internal sealed class LastShownTests
{
    private TestStore _store = null!;
    private FleetFixture _fixture = null!;
    private AgentRegistry _registry = null!;

    [SetUp]
    public void SetUp() => _fixture = new FleetFixture(_store = new TestStore());

    [TearDown]
    public async Task TearDown() => await _fixture.DisposeAsync();

    [TestCase(DisplayState.Cordoned)]
    [TestCase(DisplayState.Unsupported)]
    [TestCase(DisplayState.Held)]
    [TestCase(DisplayState.Failed)]
    [TestCase(DisplayState.Updating)]
    [TestCase(DisplayState.Pending)]
    [TestCase(DisplayState.Running)]
    [TestCase(DisplayState.Stopped)]
    public async Task Restart_AgentWasAway_KnowsTheSame(DisplayState shown)
    {
        await ShowAsync(shown);
        await LoseAsync();
        await DesireAsync(_fixture.Desire("m", 7));
        var before = Known();

        await RestartAsync();
        var after = Known();
        await RestartAsync();

        Assert.That(before, Is.EqualTo((DisplayState.Offline, (DisplayState?)shown)));
        Assert.That((after, Known()), Is.EqualTo((before, before)));
    }

    [TestCase(DisplayState.Cordoned, DisplayState.Cordoned)]
    [TestCase(DisplayState.Unsupported, DisplayState.Unsupported)]
    [TestCase(DisplayState.Held, DisplayState.Held)]
    [TestCase(DisplayState.Failed, DisplayState.Failed)]
    [TestCase(DisplayState.Updating, DisplayState.Pending, Description = "What was sent and not answered is not stored.")]
    [TestCase(DisplayState.Pending, DisplayState.Pending)]
    [TestCase(DisplayState.Running, DisplayState.Running)]
    [TestCase(DisplayState.Stopped, DisplayState.Stopped)]
    public async Task Restart_ServerWasKilled_KeepsWhatTheStoreSaid(DisplayState shown, DisplayState known)
    {
        await ShowAsync(shown);
        await RestartAsync();
        var first = Known();
        await DesireAsync(_fixture.Desire("m", 7) with { Generation = 100, AgentsGeneration = 100 });
        await RestartAsync();

        Assert.That((first, Known()), Is.EqualTo(((DisplayState.Offline, (DisplayState?)known), first)));
    }

    [Test]
    public async Task Restart_KilledBeforeAllIsStored_TheNextOneKnowsTheSame()
    {
        await ShowAsync(DisplayState.Running);
        await DesireAsync(_fixture.Desire("m", 7));
        await ExecuteAsync("CREATE TRIGGER no BEFORE UPDATE ON module_instance BEGIN SELECT RAISE(ABORT, 'killed here'); END");
        Assert.That(RestartAsync, Throws.Exception);
        await ExecuteAsync("DROP TRIGGER no");

        await RestartAsync();

        Assert.That(Known(), Is.EqualTo((DisplayState.Offline, (DisplayState?)DisplayState.Pending)));
    }

    [Test]
    public async Task Restart_ServerWasKilled_StoresWhenTheAgentWasSeenLast()
    {
        await ShowAsync(DisplayState.Running);
        await RestartAsync();

        var stored = new AgentStore(_store.Database).LoadAll().Single();

        Assert.That((stored.State, stored.LastSeenTime), Is.EqualTo((AgentState.Offline, _registry.Find("a")!.Agent.LastSeenTime)));
    }

    [Test]
    public async Task Restart_DeployedWhileTheAgentWasAway_NothingWasKnown()
    {
        await ConnectAsync(_fixture.Agent("a"));
        await LoseAsync();
        await DesireAsync(_fixture.Desire("m", 1));
        var before = Known();

        await RestartAsync();

        Assert.That(before, Is.EqualTo((DisplayState.Offline, (DisplayState?)DisplayState.Stopped)));
        Assert.That(Known(), Is.EqualTo(before));
    }

    [Test]
    public async Task Record_SomethingElseIsWantedBeforeTheEndTakesEffect_IsWhatIsStored()
    {
        await ShowAsync(DisplayState.Running);
        await RecordEndAsync();
        await DesireAsync(_fixture.Desire("m", 7));
        _fixture.Apply(_fixture.Agent("a", AgentState.Offline));
        var before = Known();

        await RestartAsync();

        Assert.That(before.LastKnown, Is.EqualTo(DisplayState.Running));
        Assert.That(Known(), Is.EqualTo(before));
    }

    [Test]
    public async Task Record_ItsAnswerSaidAllAlready_WritesNothing()
    {
        await ShowAsync(DisplayState.Running);
        await ExecuteAsync("CREATE TRIGGER no BEFORE UPDATE ON module_instance BEGIN SELECT RAISE(ABORT, 'written'); END");

        Assert.DoesNotThrowAsync(RecordEndAsync);
    }

    private Task<int> ExecuteAsync(string sql) => _store.Writer.WriteAsync(unit => unit.Execute(sql), CancellationToken.None);

    private (DisplayState Display, DisplayState? LastKnown) Known() =>
        _fixture.InstanceViews.Find("m", "a") is { } instance ? (instance.Display, instance.LastKnown) : default;

    /// <summary>Module m is shown so on agent a, in the ways in which that comes about.</summary>
    private async Task ShowAsync(DisplayState shown)
    {
        await ConnectAsync(_fixture.Agent("a") with { Cordoned = shown == DisplayState.Cordoned });
        var desired = await DesireAsync(_fixture.Desire("m", 1));
        var instance = _fixture.Fleet.Agents["a"].Instances["m"];
        switch (shown)
        {
            case DisplayState.Unsupported or DisplayState.Failed:
                await AnswerAsync(instance, InstanceState.Failed, isFinal: shown == DisplayState.Unsupported);
                break;
            case DisplayState.Held:
                await HoldAsync(instance, desired.Generation);
                break;
            case DisplayState.Updating:
                _fixture.Begin(instance);
                break;
            case DisplayState.Running:
                await AnswerAsync(instance, InstanceState.Succeeded);
                break;
            case DisplayState.Stopped:
                await AnswerAsync(instance, InstanceState.Succeeded);
                await DesireAsync(_fixture.Desire("m", 0));
                await AnswerAsync(instance, InstanceState.Succeeded);
                break;
        }

        Assert.That(_fixture.InstanceViews.Find("m", "a")!.Display, Is.EqualTo(shown));
    }

    private async Task<DesiredModule> DesireAsync(DesiredModule desired)
    {
        await _store.Writer.WriteAsync(unit => _fixture.Deployments.Put(unit, desired), CancellationToken.None);
        return _fixture.Apply(desired);
    }

    private async Task ConnectAsync(Agent agent)
    {
        await _store.Writer.WriteAsync(unit => new AgentStore(_store.Database).Put(unit, [agent]), CancellationToken.None);
        _fixture.Connect(agent);
    }

    /// <summary>An answer is stored first, then it takes effect.</summary>
    private async Task AnswerAsync(Instance instance, InstanceState state, bool isFinal = false)
    {
        var wanted = _fixture.Fleet.DesiredOn(instance.Agent, "m");
        var observed = state == InstanceState.Succeeded ? wanted.Revision : instance.Observed;
        var change = new InstanceChange("m", observed, wanted.Generation, state, "", 1) { IsFinal = isFinal };
        await _store.Writer.WriteAsync(
            unit => _fixture.Instances.PutAnswers(unit, [new InstanceAnswer("a", "session", change, () => { })]), CancellationToken.None);
        _fixture.Live.Change(() => _fixture.Fleet.ApplyResult(instance, change));
    }

    private Task HoldAsync(Instance instance, long generation) => _store.Writer.WriteAsync(
        unit =>
        {
            var losses = new LossStore(_store.Database, Options.Create(new DeploymentOptions()));
            losses.Count(unit, "m", instance.Agent.NodeKey, generation, _fixture.Clock.GetUtcNow());
            var loss = losses.Count(unit, "m", instance.Agent.NodeKey, generation, _fixture.Clock.GetUtcNow());
            unit.Publish(() =>
            {
                _fixture.Guard.Apply(loss);
                _fixture.Fleet.Refresh(instance.Agent, "m");
            });
        },
        CancellationToken.None);

    private async Task LoseAsync()
    {
        await RecordEndAsync();
        _fixture.Apply(_fixture.Agent("a", AgentState.Offline));
    }

    private Task RecordEndAsync()
    {
        var ending = _fixture.Live.Read(() => LastShown.Ending(_fixture.Fleet.Agents["a"]));
        return _store.Writer.WriteAsync(
            unit =>
            {
                new AgentStore(_store.Database)
                    .End(unit, [new AgentEnd(_fixture.Agent("a"), AgentState.Offline, _fixture.Clock.GetUtcNow())]);
                new LastShown(_fixture.Instances, _fixture.Fleet, _fixture.Live).Record(unit, ending);
            },
            CancellationToken.None);
    }

    /// <summary>Another server on the same store.</summary>
    private async Task RestartAsync()
    {
        _fixture.Digest.Dispose();
        _fixture = new FleetFixture(_store);
        var answers = new AnswerWriter(_fixture.Instances, _store.Writer, _store.Logs.For<AnswerWriter>());
        _registry = new AgentRegistry(_fixture.Live, _fixture.Feed);
        var loader = new DeploymentLoader(
            new AgentLoader(new AgentStore(_store.Database), _registry, new AgentMetrics(_store.Meters), _fixture.Clock),
            _fixture.Deployments,
            _fixture.Instances,
            new LossStore(_store.Database, Options.Create(new DeploymentOptions())),
            _fixture.Guard,
            _fixture.Fleet,
            _fixture.Phases,
            new FleetMetrics(_store.Meters),
            _fixture.Views,
            answers,
            new ModuleTotals(new ModuleCatalog(_fixture.Live, _fixture.Feed)),
            _store.Database,
            _store.Writer,
            new LastShown(_fixture.Instances, _fixture.Fleet, _fixture.Live),
            _fixture.Live);
        await loader.BeginAsync(CancellationToken.None);
    }
}
