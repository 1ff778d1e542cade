using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.Conditions;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Deployments.Views;
using Tricorder.ApiServer.ObservabilityDb.Tables;

namespace Tricorder.ApiServer.Tests.Deployments;

internal sealed class DeploymentViewsTests
{
    private BoardBed _bed = null!;

    [SetUp]
    public void SetUp() => _bed = new BoardBed();

    [TearDown]
    public async Task TearDown() => await _bed.DisposeAsync();

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(0)]
    public void Foresee_AgentsOfEachKind_IsWhatItThenIs(int revision)
    {
        _bed.Apply("m", 1);
        _bed.Connect("none");
        _bed.Connect("first", ("m", 1));
        _bed.Connect("second", ("m", 2));
        _bed.Begin(_bed.Connect("told", ("m", 2)).Instances["m"]);
        _bed.Connect(_bed.Agent("cordoned") with { Cordoned = true });
        _bed.Connect(_bed.Agent("cordoned and runs") with { Cordoned = true }, ("m", 1));
        _bed.Connect("gone", ("m", 1));
        _bed.Apply(_bed.Agent("gone", AgentState.Offline));
        var desired = _bed.Wish("m", revision);

        var foreseen = _bed.Views.Snapshot([desired.ModuleId]).Predict(desired);
        _bed.Apply(desired);

        Assert.That(foreseen.Counts.Offline, Is.EqualTo(1));
        Assert.That(foreseen.Counts.Total, Is.EqualTo(7));
        Assert.That(foreseen.Shown, Is.EqualTo(_bed.Views.Find("m")!.Shown));
        Assert.That(foreseen.Counts, Is.EqualTo(_bed.Views.Find("m")!.Counts));
    }

    [Test]
    public void Foresee_NeverDeployedButSaidToRun_IsWhatItThenIs()
    {
        _bed.Connect("none");
        _bed.Connect("runs", ("m", 1));
        var desired = _bed.Wish("m", 1);

        var foreseen = _bed.Views.Snapshot([desired.ModuleId]).Predict(desired);
        _bed.Apply(desired);

        Assert.That(foreseen.Counts, Is.EqualTo(new InstanceCounts(1, 0, 1, 0, 0, 0)));
        Assert.That(foreseen.Counts, Is.EqualTo(_bed.Views.Find("m")!.Counts));
        Assert.That(foreseen.Shown, Is.EqualTo(_bed.Views.Find("m")!.Shown));
    }

    [Test]
    public void Find_ConditionOfAModuleThatWasRemoved_IsForgotten()
    {
        _bed.Apply("m", 1);
        _bed.Conditions.Set("m", TableReconciler.TableReady, ConditionStatus.True, "READY", "");
        var there = TableReady();

        _bed.Live.Change(() => _bed.Board.Remove("m"));

        _bed.Conditions.Set("m", TableReconciler.TableReady, ConditionStatus.True, "READY", "");
        _bed.Apply("m", 1);

        Assert.That((there, TableReady()), Is.EqualTo(("READY", "PENDING")));
        string TableReady() =>
            _bed.Views.Find("m")!.Conditions.Single(condition => condition.Type == TableReconciler.TableReady.Name).Reason;
    }

    [Test]
    public void Find_TypesRegisteredInAnyOrder_StandOnThePathFromTheModuleToItsRows()
    {
        _bed.Apply("m", 1);

        Assert.That(
            _bed.Views.Find("m")!.Conditions.Select(condition => condition.Type),
            Is.EqualTo(new[] { "Validated", "TableReady", "AgentsConverged", "DashboardReady", "DataFlowing" }));
    }

    [Test]
    public void Of_NobodyAnswersForTheType_IsNotConfiguredInTheWordsOfTheType()
    {
        var type = new ConditionType("Weather", 1, "No barometer is configured.");
        var conditions = new ConditionBoard(_bed.Board, [new ConditionRegistration(type, false)], _bed.Live, _bed.Feed, _bed.Clock);

        var condition = conditions.Of(_bed.Apply("m", 1), new Dictionary<string, Condition>()).Single();

        Assert.That(
            (condition.Type, condition.Status, condition.Message),
            Is.EqualTo(("Weather", ConditionStatus.NotConfigured, "No barometer is configured.")));
    }

    [Test]
    public void Find_LegacyAgents_AreCountedWhileTheyAreOnline()
    {
        _bed.Apply("m", 1);
        var legacy = _bed.Agent("old") with { Protocol = AgentProtocol.Legacy };
        _bed.Connect("new");
        _bed.Connect(legacy);
        _bed.Connect(legacy);
        var online = _bed.Views.Find("m")!.Findings;
        _bed.Apply(legacy with { State = AgentState.Offline });
        var offline = _bed.Views.Find("m")!.Findings;
        _bed.Connect(legacy);
        _bed.Apply(legacy with { State = AgentState.Terminated });

        Assert.That(online.Single().Message, Does.StartWith("1 agents"));
        Assert.That(offline, Is.Empty);
        Assert.That(_bed.Views.Find("m")!.Findings, Is.Empty);
    }

    [Test]
    public void ListInstances_NeverDeployedButSaidToRun_AreThoseThatAreFoundOneByOne()
    {
        _bed.Connect("a", ("k", 1), ("m", 1));
        _bed.Apply("l", 1);

        var ofModule = _bed.InstanceViews.List(new InstanceFilter("m"), null, 10);
        var all = _bed.InstanceViews.List(new InstanceFilter(), ("k", "a"), 10);

        Assert.That(ofModule.Items, Is.EqualTo(new[] { _bed.InstanceViews.Find("m", "a") }));
        Assert.That(all.Items.Select(instance => instance.ModuleId), Is.EqualTo(new[] { "l", "m" }));
        Assert.That((ofModule.Total, all.Total), Is.EqualTo((1, 3)));
    }
}
