using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.Conditions;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Tests.Deployments;

/// <summary>Deployments that looked green where nothing runs.</summary>
internal sealed class DisplayViewsTests
{
    private FleetFixture _fixture = null!;

    [SetUp]
    public void SetUp() => _fixture = new FleetFixture();

    [TearDown]
    public async Task TearDown() => await _fixture.DisposeAsync();

    [Test]
    public void Find_FailedAgentIsCordoned_IsNotRunning()
    {
        _fixture.Connect("good", ("m", 1));
        var bad = _fixture.Connect("bad");
        _fixture.Apply("m", 1);
        _fixture.Answer(bad.Instances["m"], InstanceState.Failed);
        _fixture.Apply(_fixture.Agent("bad") with { Cordoned = true, CordonGeneration = _fixture.NextGeneration() });

        var deployment = _fixture.Views.Find("m")!;

        Assert.That(deployment.Shown, Is.EqualTo(new DisplayCounts { Running = 1, Cordoned = 1 }));
        Assert.That(Converged(), Is.EqualTo((ConditionStatus.True, "CORDONED", "1 of 2 agents running; 1 cordoned.")));
    }

    [TestCase(true, true, "CORDONED")]
    [TestCase(false, false, "OFFLINE")]
    public void Find_NotOneAgentIsKnownToRunIt_IsNotConverged(bool online, bool cordoned, string reason)
    {
        _fixture.Connect("a", ("m", 1));
        _fixture.Apply("m", 1);
        _fixture.Apply(_fixture.Agent("a", online ? AgentState.Online : AgentState.Offline) with
        {
            Cordoned = cordoned,
            CordonGeneration = cordoned ? _fixture.NextGeneration() : 0,
        });
        if (cordoned)
        {
            _fixture.Answer(_fixture.Fleet.Agents["a"].Instances["m"], InstanceState.Succeeded);
        }

        Assert.That((Converged().Status, Converged().Reason), Is.EqualTo((ConditionStatus.Unknown, reason)));
    }

    [Test]
    public void Find_CordonedAgentDoesNotStopIt_SaysSo()
    {
        _fixture.Connect("a", ("m", 1));
        _fixture.Apply("m", 1);
        _fixture.Apply(_fixture.Agent("a") with { Cordoned = true, CordonGeneration = _fixture.NextGeneration() });
        _fixture.Answer(_fixture.Fleet.Agents["a"].Instances["m"], InstanceState.Failed);

        Assert.That(_fixture.Views.Find("m")!.Phase, Is.EqualTo(DeploymentPhase.Degraded));
        Assert.That((Converged().Status, Converged().Reason), Is.EqualTo((ConditionStatus.False, "STOP_FAILED")));
    }

    [Test]
    public void Find_Undeployed_NothingFlowsAndNothingIsKnownWhenItIsDeployedAgain()
    {
        _fixture.Apply("m", 1);
        SetAll();
        var flowing = Reasons();
        _fixture.Apply("m", 0);
        SetAll(); // Somebody who was looking when it was undeployed.
        var undeployed = Reasons();
        _fixture.Apply("m", 1);

        Assert.That(flowing, Is.All.EqualTo("READY"));
        Assert.That(undeployed, Is.All.EqualTo("NOT_DEPLOYED"));
        Assert.That(Reasons(), Is.All.EqualTo("PENDING"));

        void SetAll()
        {
            foreach (var type in FleetFixture.Types)
            {
                _fixture.Conditions.Set("m", type, ConditionStatus.True, "READY", "");
            }
        }

        List<string> Reasons() => [.. _fixture.Views.Find("m")!.Conditions
            .Where(condition => FleetFixture.Types.Any(type => type.Name == condition.Type))
                .Select(condition => condition.Reason)];
    }

    [Test]
    public void FindInstance_NewRevisionIsWithheld_IsPendingAndRunsTheOld()
    {
        _fixture.Connect("a", ("m", 1));
        var before = _fixture.Apply("m", 1);
        _fixture.Apply(_fixture.Desire("m", 2) with { AgentsRevision = before.AgentsRevision, AgentsGeneration = before.AgentsGeneration });

        var instance = _fixture.InstanceViews.Find("m", "a")!;

        Assert.That((instance.Display, instance.DesiredRevision, instance.ObservedRevision), Is.EqualTo((DisplayState.Pending, 2, 1)));
        Assert.That(_fixture.Views.Find("m")!.Shown, Is.EqualTo(new DisplayCounts { Pending = 1 }));
    }

    [Test]
    public void FindInstance_LostWhileItWasTold_KeepsWhatWasShown()
    {
        var agent = _fixture.Connect("a", ("m", 1));
        _fixture.Apply("m", 2);
        _fixture.Begin(agent.Instances["m"]);
        var told = _fixture.InstanceViews.Find("m", "a")!.Display;
        _fixture.Apply(_fixture.Agent("a", AgentState.Offline));
        _fixture.Apply("m", 3);

        var instance = _fixture.InstanceViews.Find("m", "a")!;

        Assert.That(told, Is.EqualTo(DisplayState.Updating));
        Assert.That(
            (instance.Display, instance.LastKnown, instance.ObservedRevision),
            Is.EqualTo((DisplayState.Offline, (DisplayState?)DisplayState.Updating, 1)));
    }

    [Test]
    public void FindInstance_NeverToldOfAModuleThatIsNotDeployed_IsStopped()
    {
        _fixture.Apply("m", 0);
        _fixture.Connect("a");

        Assert.That(_fixture.InstanceViews.Find("m", "a")!.Display, Is.EqualTo(DisplayState.Stopped));
        Assert.That(_fixture.Views.CountsOfAgent("a").Shown, Is.EqualTo(new DisplayCounts { Stopped = 1 }));
    }

    [Test]
    public async Task Look_PhaseIsReached_TellsInTheSameWords()
    {
        _fixture.Connect("good", ("m", 1));
        var bad = _fixture.Connect("bad");
        _fixture.Apply("m", 1);
        _fixture.Answer(bad.Instances["m"], InstanceState.Failed);

        Assert.That(
            await _fixture.EventsAsync(EventKinds.PhaseReached), Has.Some.EqualTo("Module 'm' deployed: 1 of 2 agents running; 1 failed."));
    }

    private (ConditionStatus Status, string Reason, string Message) Converged()
    {
        var condition = _fixture.Views.Find("m")!.Conditions.Single(condition => condition.Type == AgentConvergence.Type.Name);
        return (condition.Status, condition.Reason, condition.Message);
    }
}
