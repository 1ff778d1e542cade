using System.Net;
using Tricorder.ApiServer.Security;
using Tricorder.ApiServer.Security.Limits;

namespace Tricorder.ApiServer.Tests.Security;

internal sealed class RequestAuthorsTests
{
    private static readonly IPAddress Here = IPAddress.Parse("10.0.0.1");
    private static readonly IPAddress There = IPAddress.Parse("10.0.0.2");

    private static readonly Caller Person = new("user:ada", Role.Deployer);
    private static readonly Caller Fleet = new("token:join", Role.Agent) { Agent = new AgentIdentity("join-token", "t") };

    [Test]
    public void NameOf_WhoIsKnown_IsOneWhereverTheyAre() =>
        Assert.That(RequestAuthors.NameOf(Person, Here), Is.EqualTo(RequestAuthors.NameOf(Person, There)));

    [Test]
    public void NameOf_NobodyKnown_IsTheAddress()
    {
        Assert.That(RequestAuthors.NameOf(Caller.Local, Here), Is.EqualTo(RequestAuthors.NameOf(null, Here)));
        Assert.That(RequestAuthors.NameOf(Caller.Local, Here), Is.Not.EqualTo(RequestAuthors.NameOf(Caller.Local, There)));
    }

    [TestCase("127.0.0.2")]
    [TestCase("127.255.255.254")]
    [TestCase("::1")]
    [TestCase("::ffff:127.0.0.1")]
    [TestCase("::ffff:127.0.0.3")]
    public void NameOf_AnyAddressOfTheMachineItself_IsOneAuthor(string address)
    {
        var other = IPAddress.Parse(address);

        Assert.That(RequestAuthors.NameOf(Caller.Local, other), Is.EqualTo(RequestAuthors.NameOf(Caller.Local, IPAddress.Loopback)));
        Assert.That(RequestAuthors.NameOf(Fleet, other), Is.EqualTo(RequestAuthors.NameOf(Fleet, IPAddress.Loopback)));
    }

    [Test]
    public void NameOf_AgentsWithOneToken_AreToldApartByAddress() =>
        Assert.That(RequestAuthors.NameOf(Fleet, Here), Is.Not.EqualTo(RequestAuthors.NameOf(Fleet, There)));
}
