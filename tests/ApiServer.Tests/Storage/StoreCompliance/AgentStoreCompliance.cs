using Tricorder.ApiServer.Agents;

namespace Tricorder.ApiServer.Tests.Storage.StoreCompliance;

[ComplianceOf(typeof(AgentStore))]
internal sealed class AgentStoreCompliance(StoreEngine engine) : StoreComplianceFixture(engine)
{
    private AgentStore _agents = null!;

    [Test]
    public async Task Loads_Empty_AreEmpty()
    {
        Assert.That(await AllAsync(), Is.Empty);
        Assert.That(await FindAsync("a"), Is.Null);
        Assert.That(await WriteAsync(unit => _agents.Find(unit, ["a", "b"])), Is.Empty);
        Assert.That(await WriteAsync(unit => _agents.OnNodes(unit, ["n"])), Is.Empty);
        Assert.That(await WriteAsync(unit => _agents.HasSuccessor(unit, Agent("a"))), Is.False);
    }

    [Test]
    public async Task Put_EveryColumn_IsReadBack()
    {
        var agent = Agent("a") with
        {
            NodeName = Odd,
            PodUid = "pod",
            Version = Odd,
            KernelRelease = "6.6.30-talos",
            Architecture = "arm64",
            ReportedLabels = new Dictionary<string, string> { ["zone"] = Odd },
            OperatorLabels = new Dictionary<string, string>(),
            Identity = Odd,
            Protocol = AgentProtocol.Legacy,
            State = AgentState.Offline,
            Cordoned = true,
            CordonGeneration = long.MaxValue,
        };

        await PutAsync(agent);

        var found = (await FindAsync("a"))!;
        Assert.That(found.ReportedLabels, Is.EquivalentTo(agent.ReportedLabels));
        Assert.That(found.OperatorLabels, Is.Empty);
        Assert.That(
            found with { ReportedLabels = agent.ReportedLabels, OperatorLabels = agent.OperatorLabels },
            Is.EqualTo(agent with { ConnectTime = Stored(At(0)), LastSeenTime = Stored(At(1)) }));
    }

    [Test]
    public async Task Put_Repeated_IsTheLastOne_ButForWhatAnOperatorSet()
    {
        var labels = new Dictionary<string, string> { ["by"] = "operator" };
        await PutAsync(Agent("a"));
        await WriteAsync(unit => _agents.SetOperatorFields(
            unit, Agent("a") with { Cordoned = true, CordonGeneration = 3, OperatorLabels = labels }));

        await PutAsync(Agent("a") with { Version = "2", SessionId = "s2", Cordoned = true, CordonGeneration = 3 });

        var found = (await AllAsync()).Single();
        Assert.That((found.Version, found.SessionId, found.Cordoned, found.CordonGeneration), Is.EqualTo(("2", "s2", true, 3L)));
        Assert.That(found.OperatorLabels, Is.EquivalentTo(labels));
    }

    [Test]
    public async Task Put_Many_AreAllThere()
    {
        await PutAsync([.. Enumerable.Range(0, 1000).Select(index => Agent($"a{index:0000}"))]);

        Assert.That(await AllAsync(), Has.Count.EqualTo(1000));
        Assert.That(
            (await WriteAsync(unit => _agents.Find(unit, ["a0007", "nobody", "a0001"]))).Select(agent => agent.Id),
            Is.EquivalentTo(["a0001", "a0007"]));
    }

    [Test]
    public async Task Put_None_DoesNothing()
    {
        await PutAsync();

        Assert.That(await AllAsync(), Is.Empty);
    }

    [Test]
    public async Task SetOperatorFields_Removed_AreNotSetAnyMore()
    {
        await PutAsync(Agent("a") with { OperatorLabels = new Dictionary<string, string> { ["a"] = Odd } });

        await WriteAsync(unit => _agents.SetOperatorFields(unit, Agent("a") with { OperatorLabels = null }));

        Assert.That((await FindAsync("a"))!.OperatorLabels, Is.Null);
    }

    [Test]
    public async Task OnNodes_Several_AreAllOfThoseNodes()
    {
        await PutAsync(
            Agent("a") with { NodeName = "n1" }, Agent("b") with { NodeName = "n1", State = AgentState.Terminated },
            Agent("c") with { NodeName = "N1" }, Agent("d") with { NodeName = Odd });

        Assert.That(
            (await WriteAsync(unit => _agents.OnNodes(unit, ["n1", Odd]))).Select(agent => agent.Id), Is.EquivalentTo(["a", "b", "d"]));
    }

    [Test]
    public async Task Succeeded_LaterHelloOnTheNode_IsTold_ToTheMicrosecond()
    {
        var first = Agent("a") with { NodeName = "n" };
        var later = Agent("b") with { NodeName = "n", ConnectTime = At(0.000001) };
        var alone = Agent("c") with { NodeName = "m" };
        var nameless = Agent("d") with { NodeName = "" };
        await PutAsync(first, later, alone, nameless, nameless with { Id = "e", ConnectTime = At(9) });

        Assert.That(await WriteAsync(unit => _agents.Succeeded(unit, [first, later, alone, nameless])), Is.EquivalentTo(["a"]));
        Assert.That(await WriteAsync(unit => _agents.HasSuccessor(unit, first)), Is.True);
        Assert.That(await WriteAsync(unit => _agents.HasSuccessor(unit, first with { ConnectTime = later.ConnectTime })), Is.False);
    }

    [Test]
    public async Task NobodyIsConnected_Several_AreOfflineIfTheyWereOnline()
    {
        await PutAsync(
            Agent("a"), Agent("b") with { State = AgentState.Offline }, Agent("c") with { State = AgentState.Terminated });

        await WriteAsync(unit => _agents.NobodyIsConnected(unit, At(5)));

        Assert.That(
            (await AllAsync()).Select(agent => (agent.Id, agent.State, agent.LastSeenTime)),
            Is.EquivalentTo(
            [
                ("a", AgentState.Offline, Stored(At(5))),
                ("b", AgentState.Offline, Stored(At(1))),
                ("c", AgentState.Terminated, Stored(At(1))),
            ]));
    }

    [Test]
    public async Task End_OlderSession_ChangesNothing()
    {
        await PutAsync(Agent("a"), Agent("b"));

        var ended = await WriteAsync(unit => _agents.End(
            unit,
            [
                new AgentEnd(Agent("a") with { SessionId = "older" }, AgentState.Offline, At(9)),
                new AgentEnd(Agent("b"), AgentState.Terminated, At(9)),
                new AgentEnd(Agent("nobody"), AgentState.Offline, At(9)),
            ]));

        Assert.That(ended, Is.EqualTo([false, true, false]));
        Assert.That(
            (await AllAsync()).Select(agent => (agent.Id, agent.State, agent.LastSeenTime)),
            Is.EquivalentTo([("a", AgentState.Online, Stored(At(1))), ("b", AgentState.Terminated, Stored(At(9)))]));
    }

    [Test]
    public async Task Terminate_Several_AreSoAndNoOthers()
    {
        await PutAsync(Agent("a"), Agent("b"), Agent("c"));

        await WriteAsync(unit => _agents.Terminate(unit, ["a", "c", "nobody"], At(7)));

        Assert.That(
            (await AllAsync()).Where(agent => agent.State == AgentState.Terminated).Select(agent => (agent.Id, agent.LastSeenTime)),
            Is.EquivalentTo([("a", Stored(At(7))), ("c", Stored(At(7)))]));
    }

    [Test]
    public async Task Delete_Agent_IsGoneAndNoOther()
    {
        await PutAsync(Agent("a"), Agent("b"));

        await WriteAsync(unit => _agents.Delete(unit, "a"));
        await WriteAsync(unit => _agents.Delete(unit, "a"));

        Assert.That((await AllAsync()).Select(agent => agent.Id), Is.EqualTo(["b"]));
    }

    [Test]
    public async Task Put_OneOutOfRange_KeepsNoneOfTheUnit()
    {
        AssertConflict(unit => _agents.Put(unit, [Agent("a"), Agent("b") with { State = (AgentState)9 }]));

        Assert.That(await AllAsync(), Is.Empty);
    }

    [Test]
    public async Task Unit_RolledBack_LeavesWhatWasThere()
    {
        await PutAsync(Agent("a"));

        RollBack(unit =>
        {
            _agents.Put(unit, [Agent("b")]);
            _agents.Terminate(unit, ["a"], At(9));
            _agents.Delete(unit, "a");
            Assert.That(_agents.Find(unit, "b"), Is.Not.Null, "a unit sees its own writes");
        });

        Assert.That((await AllAsync()).Select(agent => (agent.Id, agent.State)), Is.EqualTo([("a", AgentState.Online)]));
    }

    protected override void Begin() => _agents = new AgentStore(Database);

    private static Agent Agent(string id) => new()
    {
        Id = id,
        NodeName = "node-" + id,
        Protocol = AgentProtocol.V1,
        State = AgentState.Online,
        SessionId = "s",
        ConnectTime = At(0),
        LastSeenTime = At(1),
    };

    private Task<IReadOnlyList<Agent>> AllAsync() => _agents.LoadAllAsync(CancellationToken.None);

    private Task<Agent?> FindAsync(string id) => WriteAsync(unit => _agents.Find(unit, id));

    private Task PutAsync(params Agent[] agents) => WriteAsync(unit => _agents.Put(unit, agents));
}
