using Tricorder.ApiServer.Agents.Wire.Legacy;
using Tricorder.ApiServer.Security;

namespace Tricorder.ApiServer.Tests.Agents.Wire;

internal sealed class ProcessCollectorServiceTests
{
    [Test]
    public void Believed_AnotherNodeThanTheProvenOne_None()
    {
        var proven = Caller.Local with { Agent = new AgentIdentity("certificate", "node-a") { NodeName = "node-a" } };

        Assert.That(ProcessCollectorService.Believed("node-b", proven), Is.Empty);
        Assert.That(ProcessCollectorService.Believed("node-a", proven), Is.EqualTo("node-a"));
        Assert.That(ProcessCollectorService.Believed("node-b", Caller.Local), Is.EqualTo("node-b"), "where nobody has to prove anything");
    }
}
