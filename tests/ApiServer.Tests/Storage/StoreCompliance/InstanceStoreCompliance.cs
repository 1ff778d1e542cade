using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.State;

namespace Tricorder.ApiServer.Tests.Storage.StoreCompliance;

[ComplianceOf(typeof(InstanceStore))]
internal sealed class InstanceStoreCompliance(StoreEngine engine) : StoreComplianceFixture(engine)
{
    private InstanceStore _instances = null!;

    [Test]
    public async Task Loads_Empty_AreEmpty()
    {
        Assert.That(await AllAsync(), Is.Empty);
        Assert.That(await OfAsync("a"), Is.Empty);
        Assert.That(await MayRunAsync("m"), Is.False);
    }

    [Test]
    public async Task Put_EveryColumn_IsReadBack()
    {
        var record = new InstanceRecord(
            Odd, Odd, Instance.UnknownRevision, long.MaxValue, InstanceState.Held, Odd, 7, At(0), DisplayState.Stopped);

        await PutAsync(record);

        Assert.That(await AllAsync(), Is.EqualTo([record with { UpdateTime = Stored(At(0)) }]));
        Assert.That(await OfAsync(Odd), Is.EqualTo([record with { UpdateTime = Stored(At(0)) }]));
    }

    [Test]
    public async Task Put_Repeated_IsTheLastOne()
    {
        await PutAsync(Record("a", "m"));
        await PutAsync(Record("a", "m") with { ObservedRevision = 2, LastShown = DisplayState.Failed, UpdateTime = At(1) });

        var found = (await AllAsync()).Single();
        Assert.That(
            (found.ObservedRevision, found.LastShown, found.UpdateTime),
            Is.EqualTo((2, (DisplayState?)DisplayState.Failed, Stored(At(1)))));
    }

    [Test]
    public async Task LoadAll_Many_AreByAgent()
    {
        await PutAsync(
            [.. Enumerable.Range(0, 10).SelectMany(module => Enumerable.Range(0, 100).Select(agent => Record($"a{agent}", $"m{module}")))]);

        var all = await AllAsync();
        Assert.That(all, Has.Count.EqualTo(1000));
        Assert.That(all.Select(record => record.AgentId).Distinct().Count(), Is.EqualTo(100));
        Assert.That(
            all.Zip(all.Skip(1)).Count(pair => pair.First.AgentId != pair.Second.AgentId), Is.EqualTo(99), "those of an agent together");
    }

    [Test]
    public async Task Of_SeveralAgents_IsTheirsAndNoOthers()
    {
        await PutAsync(Record("a", "m"), Record("A", "m"), Record("b", "m"), Record("b", "n"));

        Assert.That(
            (await OfAsync("a", "b", "nobody")).Select(record => (record.AgentId, record.ModuleId)),
            Is.EquivalentTo([("a", "m"), ("b", "m"), ("b", "n")]));
    }

    [Test]
    public async Task PutAnswers_OfTheNewestSession_AreStored_OfOlderOnesNot()
    {
        await PutAgentsAsync(Agent("a"), Agent("b"));
        await PutAsync(Record("b", "m"));

        var stored = await WriteAsync(unit => _instances.PutAnswers(
            unit, [Answer("a", "s", 5), Answer("b", "older", 5), Answer("nobody", "s", 5), Answer("a", "s", 6)]));

        Assert.That(stored, Is.EqualTo([true, false, false, true]));
        Assert.That(
            (await AllAsync()).Select(record => (record.AgentId, record.ObservedRevision)), Is.EquivalentTo([("a", 6), ("b", 1)]));
        var answered = (await OfAsync("a")).Single();
        Assert.That(
            (answered.Message, answered.UpdateTime, answered.LastShown),
            Is.EqualTo((Odd, Stored(Start), (DisplayState?)DisplayState.Running)));
    }

    [Test]
    public async Task PutShown_WithAndWithoutARow_KeepsWhatWasShown()
    {
        await PutAsync(Record("a", "m"));

        await WriteAsync(unit => _instances.PutShown(
            unit, [new InstanceShown(Shown("a"), DisplayState.Running), new InstanceShown(Shown("b"), DisplayState.Pending)]));

        Assert.That(
            (await AllAsync()).Select(record => (record.AgentId, record.ObservedRevision, record.State, record.LastShown)),
            Is.EquivalentTo(
            [
                ("a", 1, InstanceState.Succeeded, (DisplayState?)DisplayState.Running),
                ("b", 0, InstanceState.Pending, DisplayState.Pending),
            ]));
    }

    [Test]
    public async Task MayRun_AgentsAndWhatTheyRun_IsTold()
    {
        await PutAgentsAsync(Agent("a"), Agent("gone") with { State = AgentState.Terminated });
        await PutAsync(
            Record("a", "stopped") with { ObservedRevision = 0 }, Record("a", "unknown") with { ObservedRevision = -1 },
            Record("gone", "there"), Record("nobody", "nowhere"));

        Assert.That(await MayRunAsync("unknown"), Is.True);
        Assert.That(await MayRunAsync("stopped"), Is.False);
        Assert.That(await MayRunAsync("there"), Is.False, "a terminated agent that comes back is told to stop it");
        Assert.That(await MayRunAsync("nowhere"), Is.False);
    }

    [Test]
    public async Task DeleteOf_Agents_RemovesTheirs()
    {
        await PutAsync(Record("a", "m"), Record("a", "n"), Record("b", "m"), Record("c", "m"));

        await WriteAsync(unit => _instances.DeleteOf(unit, ["a", "c", "nobody"]));

        Assert.That((await AllAsync()).Select(record => record.AgentId), Is.EqualTo(["b"]));
    }

    [Test]
    public async Task DeleteStoppedOf_Agents_KeepsWhatMayRun()
    {
        await PutAsync(
            Record("a", "m") with { ObservedRevision = 0 }, Record("a", "n"), Record("a", "o") with { ObservedRevision = -1 },
            Record("b", "m") with { ObservedRevision = 0 });

        await WriteAsync(unit => _instances.DeleteStoppedOf(unit, ["a"]));

        Assert.That(
            (await AllAsync()).Select(record => (record.AgentId, record.ModuleId)), Is.EquivalentTo([("a", "n"), ("a", "o"), ("b", "m")]));
    }

    [Test]
    public async Task DeleteLeftovers_OfModulesThatAreGone_RemovesWhatDoesNotRun()
    {
        var deployments = new DeploymentStore(Database);
        await WriteAsync(unit =>
        {
            deployments.Put(unit, Desired("here", 1));
            deployments.Put(unit, Desired("tombstone", 2) with { Deleted = true });
        });
        await PutAsync([.. ((string[])["here", "tombstone", "gone"]).Select(module => Record("a", module) with { ObservedRevision = 0 })]);
        await PutAsync(Record("b", "gone"));

        await WriteAsync(_instances.DeleteLeftovers);

        Assert.That(
            (await AllAsync()).Select(record => (record.AgentId, record.ModuleId)), Is.EquivalentTo([("a", "here"), ("b", "gone")]));
    }

    [Test]
    public async Task Put_OneOutOfRange_KeepsNoneOfTheUnit()
    {
        AssertConflict(unit => _instances.Put(unit, [Record("a", "m"), Record("b", "m") with { State = (InstanceState)9 }]));

        Assert.That(await AllAsync(), Is.Empty);
    }

    [Test]
    public async Task Unit_RolledBack_LeavesWhatWasThere()
    {
        await PutAsync(Record("a", "m"));

        RollBack(unit =>
        {
            _instances.Put(unit, [Record("b", "m")]);
            _instances.DeleteOf(unit, ["a"]);
            Assert.That(_instances.Of(unit, ["a", "b"]).Select(record => record.AgentId), Is.EqualTo(["b"]), "a unit sees its own writes");
        });

        Assert.That((await AllAsync()).Select(record => record.AgentId), Is.EqualTo(["a"]));
    }

    protected override void Begin() => _instances = new InstanceStore(Database, new FakeTimeProvider(Start));

    private static InstanceRecord Record(string agent, string module) =>
        new(module, agent, 1, 1, InstanceState.Succeeded, "", 0, At(0));

    private static InstanceAnswer Answer(string agent, string session, int revision) =>
        new(agent, session, new InstanceChange("m", revision, 1, InstanceState.Succeeded, Odd, 1), () => { });

    private static Instance Shown(string agent) => new(new FleetAgent(agent), "m") { UpdateTime = At(0) };

    private static Agent Agent(string id) => new()
    {
        Id = id,
        NodeName = "node-" + id,
        Protocol = AgentProtocol.V1,
        State = AgentState.Online,
        SessionId = "s",
        ConnectTime = At(0),
        LastSeenTime = At(0),
    };

    private static DesiredModule Desired(string id, long generation) => new()
    {
        ModuleId = id,
        ModuleName = id,
        Target = DeploymentTarget.Deployed,
        Revision = 1,
        Generation = generation,
        AgentsRevision = 1,
        AgentsGeneration = generation,
        StartTime = At(0),
        UpdateTime = At(0),
    };

    private Task<IReadOnlyList<InstanceRecord>> AllAsync() => _instances.LoadAllAsync(CancellationToken.None);

    private Task<IReadOnlyList<InstanceRecord>> OfAsync(params string[] agents) => WriteAsync(unit => _instances.Of(unit, agents));

    private Task<bool> MayRunAsync(string module) => WriteAsync(unit => _instances.MayRun(unit, module));

    private Task PutAsync(params InstanceRecord[] records) => WriteAsync(unit => _instances.Put(unit, records));

    private Task PutAgentsAsync(params Agent[] agents) => WriteAsync(unit => new AgentStore(Database).Put(unit, agents));
}
