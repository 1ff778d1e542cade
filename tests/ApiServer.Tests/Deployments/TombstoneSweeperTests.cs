using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.Lifecycle;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Deployments;

internal sealed class TombstoneSweeperTests
{
    private FleetFixture _fixture = null!;
    private TombstoneSweeper _sweeper = null!;

    [SetUp]
    public async Task SetUp()
    {
        _fixture = new FleetFixture();
        _sweeper = new TombstoneSweeper(
            _fixture.Fleet, _fixture.Deployments, _fixture.Instances,
            new NoDeploymentPrerequisites(), _fixture.Store.Writer, _fixture.Live);
        var tombstone = _fixture.Desire("m", 0) with { Deleted = true };
        await _fixture.Store.Writer.WriteAsync(unit => _fixture.Deployments.Put(unit, tombstone), CancellationToken.None);
        _fixture.Apply(tombstone);
    }

    [TearDown]
    public async Task TearDown() => await _fixture.DisposeAsync();

    [Test]
    public async Task ReconcileAsync_NobodyRunsIt_TombstoneGoes()
    {
        _fixture.Connect("a", ("m", 0));

        await _sweeper.ReconcileAsync(CancellationToken.None);

        Assert.That(_fixture.Deployments.LoadAll(), Is.Empty);
        Assert.That(_fixture.Fleet.Modules, Is.Empty);
        Assert.That(_fixture.Fleet.Agents["a"].Instances, Is.Empty);
    }

    [Test]
    public async Task ReconcileAsync_HelloIsCommittedFirst_TombstoneStaysAndTheAgentIsToldToStop()
    {
        // A regression: that nobody ran it was found before the unit had its turn, and what the agent said in between was dropped.
        Task hello;
        Task cleanup;
        using (_fixture.Store.Hold())
        {
            hello = HelloAsync(_fixture.Agent("a"), "m", 1);
            cleanup = _sweeper.ReconcileAsync(CancellationToken.None);
        }

        await Task.WhenAll(hello, cleanup);

        Assert.That(_fixture.Deployments.LoadAll().Select(desired => desired.ModuleId), Is.EqualTo(new[] { "m" }));
        Assert.That(_fixture.Fleet.Modules.Keys, Is.EqualTo(new[] { "m" }));
        Assert.That(_fixture.Fleet.Agents["a"].Dequeue()?.ModuleId, Is.EqualTo("m"));
    }

    [Test]
    public async Task ReconcileAsync_OnlyATerminatedAgentMayRunIt_TombstoneGoes()
    {
        await HelloAsync(_fixture.Agent("a"), "m", 1);
        await StoreAsync(_fixture.Agent("a", AgentState.Terminated));
        _fixture.Apply(_fixture.Agent("a", AgentState.Terminated));

        await _sweeper.ReconcileAsync(CancellationToken.None);

        Assert.That(_fixture.Deployments.LoadAll(), Is.Empty);
    }

    [Test]
    public void Remove_AgentRunsIt_IsStillToldToStop()
    {
        var agent = _fixture.Connect("a", ("m", 1));
        agent.Dequeue();

        _fixture.Live.Change(() => _fixture.Fleet.Remove("m"));

        var wanted = _fixture.Fleet.DesiredOn(agent, "m");
        Assert.That(wanted.Revision, Is.Zero);
        Assert.That(_fixture.Fleet.NeedsUpdate(agent.Instances["m"], wanted), Is.True);
    }

    private Task HelloAsync(Agent agent, string moduleId, int revision) => _fixture.Store.Writer.WriteAsync(
        unit =>
        {
            new AgentStore(_fixture.Store.Database).Put(unit, [agent]);
            _fixture.Instances.Put(unit, [_fixture.Record(agent.Id, moduleId, revision)]);
            unit.AfterCommit(() => _fixture.Connect(agent, (moduleId, revision)));
        },
        CancellationToken.None);

    private Task StoreAsync(Agent agent) =>
        _fixture.Store.Writer.WriteAsync(unit => new AgentStore(_fixture.Store.Database).Put(unit, [agent]), CancellationToken.None);
}
