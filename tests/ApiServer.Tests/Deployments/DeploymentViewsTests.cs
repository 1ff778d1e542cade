using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.Conditions;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Deployments.Views;
using Tricorder.ApiServer.ObservabilityDb.Tables;

namespace Tricorder.ApiServer.Tests.Deployments;

internal sealed class DeploymentViewsTests
{
    private FleetFixture _fixture = null!;

    [SetUp]
    public void SetUp() => _fixture = new FleetFixture();

    [TearDown]
    public async Task TearDown() => await _fixture.DisposeAsync();

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(0)]
    public void Foresee_AgentsOfEachKind_IsWhatItThenIs(int revision)
    {
        _fixture.Apply("m", 1);
        _fixture.Connect("none");
        _fixture.Connect("first", ("m", 1));
        _fixture.Connect("second", ("m", 2));
        _fixture.Begin(_fixture.Connect("told", ("m", 2)).Instances["m"]);
        _fixture.Connect(_fixture.Agent("cordoned") with { Cordoned = true });
        _fixture.Connect(_fixture.Agent("cordoned and runs") with { Cordoned = true }, ("m", 1));
        _fixture.Connect("gone", ("m", 1));
        _fixture.Apply(_fixture.Agent("gone", AgentState.Offline));
        var desired = _fixture.Desire("m", revision);

        var foreseen = _fixture.Views.Snapshot([desired.ModuleId]).Predict(desired);
        _fixture.Apply(desired);

        Assert.That(foreseen.Counts.Offline, Is.EqualTo(1));
        Assert.That(foreseen.Counts.Total, Is.EqualTo(7));
        Assert.That(foreseen.Shown, Is.EqualTo(_fixture.Views.Find("m")!.Shown));
        Assert.That(foreseen.Counts, Is.EqualTo(_fixture.Views.Find("m")!.Counts));
    }

    [Test]
    public void Foresee_NeverDeployedButSaidToRun_IsWhatItThenIs()
    {
        _fixture.Connect("none");
        _fixture.Connect("runs", ("m", 1));
        var desired = _fixture.Desire("m", 1);

        var foreseen = _fixture.Views.Snapshot([desired.ModuleId]).Predict(desired);
        _fixture.Apply(desired);

        Assert.That(foreseen.Counts, Is.EqualTo(new InstanceCounts(1, 0, 1, 0, 0, 0)));
        Assert.That(foreseen.Counts, Is.EqualTo(_fixture.Views.Find("m")!.Counts));
        Assert.That(foreseen.Shown, Is.EqualTo(_fixture.Views.Find("m")!.Shown));
    }

    [Test]
    public void Find_ConditionOfAModuleThatWasRemoved_IsForgotten()
    {
        _fixture.Apply("m", 1);
        _fixture.Conditions.Set("m", TableReconciler.TableReady, ConditionStatus.True, "READY", "");
        var there = TableReady();

        _fixture.Live.Change(() => _fixture.Fleet.Remove("m"));

        _fixture.Conditions.Set("m", TableReconciler.TableReady, ConditionStatus.True, "READY", "");
        _fixture.Apply("m", 1);

        Assert.That((there, TableReady()), Is.EqualTo(("READY", "PENDING")));
        string TableReady() =>
            _fixture.Views.Find("m")!.Conditions.Single(condition => condition.Type == TableReconciler.TableReady.Name).Reason;
    }

    [Test]
    public void Find_TypesRegisteredInAnyOrder_StandOnThePathFromTheModuleToItsRows()
    {
        _fixture.Apply("m", 1);

        Assert.That(
            _fixture.Views.Find("m")!.Conditions.Select(condition => condition.Type),
            Is.EqualTo(new[] { "Validated", "TableReady", "AgentsConverged", "DashboardReady", "DataFlowing" }));
    }

    [Test]
    public void Of_NobodyAnswersForTheType_IsNotConfiguredInTheWordsOfTheType()
    {
        var type = new ConditionType("Weather", 1, "No barometer is configured.");
        var conditions = new DeploymentConditions(
            _fixture.Fleet, [new ConditionRegistration(type, false)], _fixture.Live, _fixture.Feed, _fixture.Clock);

        var condition = conditions.Of(_fixture.Apply("m", 1), new Dictionary<string, Condition>()).Single();

        Assert.That(
            (condition.Type, condition.Status, condition.Message),
            Is.EqualTo(("Weather", ConditionStatus.NotConfigured, "No barometer is configured.")));
    }

    [Test]
    public void Find_LegacyAgents_AreCountedWhileTheyAreOnline()
    {
        _fixture.Apply("m", 1);
        var legacy = _fixture.Agent("old") with { Protocol = AgentProtocol.Legacy };
        _fixture.Connect("new");
        _fixture.Connect(legacy);
        _fixture.Connect(legacy);
        var online = _fixture.Views.Find("m")!.Findings;
        _fixture.Apply(legacy with { State = AgentState.Offline });
        var offline = _fixture.Views.Find("m")!.Findings;
        _fixture.Connect(legacy);
        _fixture.Apply(legacy with { State = AgentState.Terminated });

        Assert.That(online.Single().Message, Does.StartWith("1 agents"));
        Assert.That(offline, Is.Empty);
        Assert.That(_fixture.Views.Find("m")!.Findings, Is.Empty);
    }

    [Test]
    public void ListInstances_NeverDeployedButSaidToRun_AreThoseThatAreFoundOneByOne()
    {
        _fixture.Connect("a", ("k", 1), ("m", 1));
        _fixture.Apply("l", 1);

        var ofModule = _fixture.InstanceViews.List(new InstanceFilter("m"), null, 10);
        var all = _fixture.InstanceViews.List(new InstanceFilter(), ("k", "a"), 10);

        Assert.That(ofModule.Items, Is.EqualTo(new[] { _fixture.InstanceViews.Find("m", "a") }));
        Assert.That(all.Items.Select(instance => instance.ModuleId), Is.EqualTo(new[] { "l", "m" }));
        Assert.That((ofModule.Total, all.Total), Is.EqualTo((1, 3)));
    }
}
