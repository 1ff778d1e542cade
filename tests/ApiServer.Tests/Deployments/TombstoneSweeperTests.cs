using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.Lifecycle;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Deployments;

internal sealed class TombstoneSweeperTests
{
    private BoardBed _bed = null!;
    private TombstoneSweeper _sweeper = null!;

    [SetUp]
    public async Task SetUp()
    {
        _bed = new BoardBed();
        _sweeper = new TombstoneSweeper(
            _bed.Board, _bed.Deployments, _bed.Instances, new NoDeploymentNeeds(), _bed.Store.Writer, _bed.Live);
        var tombstone = _bed.Wish("m", 0) with { Deleted = true };
        await _bed.Store.Writer.WriteAsync(unit => _bed.Deployments.Put(unit, tombstone), CancellationToken.None);
        _bed.Apply(tombstone);
    }

    [TearDown]
    public async Task TearDown() => await _bed.DisposeAsync();

    [Test]
    public async Task ReconcileAsync_NobodyRunsIt_TombstoneGoes()
    {
        _bed.Connect("a", ("m", 0));

        await _sweeper.ReconcileAsync(CancellationToken.None);

        Assert.That(_bed.Deployments.LoadAll(), Is.Empty);
        Assert.That(_bed.Board.Modules, Is.Empty);
        Assert.That(_bed.Board.Agents["a"].Instances, Is.Empty);
    }

    [Test]
    public async Task ReconcileAsync_HelloIsCommittedFirst_TombstoneStaysAndTheAgentIsToldToStop()
    {
        // A regression: that nobody ran it was found before the unit had its turn, and what the agent said in between was dropped.
        Task hello;
        Task cleanup;
        using (_bed.Store.Hold())
        {
            hello = HelloAsync(_bed.Agent("a"), "m", 1);
            cleanup = _sweeper.ReconcileAsync(CancellationToken.None);
        }

        await Task.WhenAll(hello, cleanup);

        Assert.That(_bed.Deployments.LoadAll().Select(desired => desired.ModuleId), Is.EqualTo(new[] { "m" }));
        Assert.That(_bed.Board.Modules.Keys, Is.EqualTo(new[] { "m" }));
        Assert.That(_bed.Board.Agents["a"].Dequeue()?.ModuleId, Is.EqualTo("m"));
    }

    [Test]
    public async Task ReconcileAsync_OnlyATerminatedAgentMayRunIt_TombstoneGoes()
    {
        await HelloAsync(_bed.Agent("a"), "m", 1);
        await StoreAsync(_bed.Agent("a", AgentState.Terminated));
        _bed.Apply(_bed.Agent("a", AgentState.Terminated));

        await _sweeper.ReconcileAsync(CancellationToken.None);

        Assert.That(_bed.Deployments.LoadAll(), Is.Empty);
    }

    [Test]
    public void Remove_AgentRunsIt_IsStillToldToStop()
    {
        var agent = _bed.Connect("a", ("m", 1));
        agent.Dequeue();

        _bed.Live.Change(() => _bed.Board.Remove("m"));

        var wanted = _bed.Board.WantedOn(agent, "m");
        Assert.That(wanted.Revision, Is.Zero);
        Assert.That(_bed.Board.NeedsUpdate(agent.Instances["m"], wanted), Is.True);
    }

    private Task HelloAsync(Agent agent, string moduleId, int revision) => _bed.Store.Writer.WriteAsync(
        unit =>
        {
            new AgentStore(_bed.Store.Database).Put(unit, [agent]);
            _bed.Instances.Put(unit, [_bed.Record(agent.Id, moduleId, revision)]);
            unit.AfterCommit(() => _bed.Connect(agent, (moduleId, revision)));
        },
        CancellationToken.None);

    private Task StoreAsync(Agent agent) =>
        _bed.Store.Writer.WriteAsync(unit => new AgentStore(_bed.Store.Database).Put(unit, [agent]), CancellationToken.None);
}
