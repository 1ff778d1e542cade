using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Tests.Agents;

internal sealed class AgentEventsTests
{
    private static readonly Agent Before = new()
    {
        Id = "a",
        NodeName = "n",
        Protocol = AgentProtocol.V1,
        State = AgentState.Online,
        SessionId = "s",
        ConnectTime = default,
        LastSeenTime = default,
    };

    [Test]
    public void Updated_CordonedAgain_DoesNotSpeakOfLabels() =>
        Assert.That(
            AgentEvents.Updated(Before, Before, cordonChanged: false, Origin.Server).Message,
            Does.EndWith("was updated, and nothing changed."));

    [Test]
    public void Updated_NewLabels_SaysSo() => Assert.That(
        AgentEvents.Updated(
            Before,
            Before with { OperatorLabels = new Dictionary<string, string> { ["zone"] = "a" } },
            cordonChanged: false,
            Origin.Server).Message,
        Does.EndWith("got new labels."));

    [TestCase("n", "", "n", "", false)]
    [TestCase("n", "", "m", "", true)]
    [TestCase("n", "p", "n", "p", false)]
    [TestCase("n", "p", "n", "q", true)]
    [TestCase("", "p", "", "q", true)]
    [TestCase("n", "p", "n", "", false)]
    [TestCase("", "", "n", "p", false)]
    public void IsOfAnotherPlace_NodeAndPod_AreBothCompared(string node, string pod, string nextNode, string nextPod, bool isAnother)
    {
        var now = Before with { NodeName = nextNode, PodUid = nextPod };

        Assert.That(AgentEvents.IsOfAnotherPlace(Before with { NodeName = node, PodUid = pod }, now), Is.EqualTo(isAnother));
    }

    [Test]
    public void IdShared_PodsOfOneNode_NamesBothPods() => Assert.That(
        AgentEvents.IdShared(Before with { PodUid = "p" }, Before with { PodUid = "q" }).Message,
        Does.Contain("pod 'p'").And.Contain("pod 'q'"));
}
