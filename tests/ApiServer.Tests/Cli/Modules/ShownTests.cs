using Tricorder.ApiServer.Cli.Modules;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Tests.Cli.Modules;

public sealed class ShownTests
{
    [TestCase(DisplayState.Running, DeploymentTarget.Deployed, 2, 2, "2")]
    [TestCase(DisplayState.Pending, DeploymentTarget.Deployed, 2, 1, "2 (runs 1)")]
    [TestCase(DisplayState.Failed, DeploymentTarget.Deployed, 2, 0, "2 (runs none)")]
    [TestCase(DisplayState.Pending, DeploymentTarget.Undeployed, 0, 1, "runs 1")]
    [TestCase(DisplayState.Offline, DeploymentTarget.Deployed, 2, 2, "2 (ran 2)")]
    [TestCase(DisplayState.Offline, DeploymentTarget.Deployed, 2, 1, "2 (ran 1)")]
    [TestCase(DisplayState.Offline, DeploymentTarget.Deployed, 2, 0, "2 (ran none)")]
    [TestCase(DisplayState.Offline, DeploymentTarget.Undeployed, 0, 1, "ran 1")]
    [TestCase(DisplayState.Offline, DeploymentTarget.Undeployed, 0, 0, "")]
    public void Revision_OfAnAgentThatIsAway_IsThePast(DisplayState state, DeploymentTarget target, int desired, int running, string text)
    {
        var instance = new ModuleInstance { DisplayState = state, Target = target, DesiredRevision = desired, RunningRevision = running };

        Assert.That(Shown.Revision(instance), Is.EqualTo(text));
    }

    [TestCase(25, 0, 0, "25 agents")]
    [TestCase(25, 2, 1, "22 agents; 2 offline and 1 cordoned follow when they return")]
    [TestCase(25, 0, 1, "24 agents; 1 cordoned follows when it returns")]
    public void Reach_SomeAreAway_AreNotCountedAsReached(int total, int offline, int cordoned, string text) =>
        Assert.That(Shown.Reach(new DisplayCounts { Total = total, Offline = offline, Cordoned = cordoned }), Is.EqualTo(text));
}
