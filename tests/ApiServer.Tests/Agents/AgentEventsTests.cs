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
        Assert.That(AgentEvents.Updated(Before, Before, cordonChanged: false, Origin.Server).Message, Does.EndWith("was updated, and nothing changed."));

    [Test]
    public void Updated_NewLabels_SaysSo() => Assert.That(
        AgentEvents.Updated(Before, Before with { OperatorLabels = new Dictionary<string, string> { ["zone"] = "a" } }, cordonChanged: false, Origin.Server).Message,
        Does.EndWith("got new labels."));
}
