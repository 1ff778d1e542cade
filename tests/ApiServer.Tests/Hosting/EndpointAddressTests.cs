using Tricorder.ApiServer.Hosting.Endpoints;

namespace Tricorder.ApiServer.Tests.Hosting;

public sealed class EndpointAddressTests
{
    [TestCase("127.0.0.1:50051", true, false)]
    [TestCase("127.0.0.2:0", true, false)]
    [TestCase("[::1]:0", true, false)]
    [TestCase("localhost:8080", true, false)]
    [TestCase("0.0.0.0:8080", false, true)]
    [TestCase("[::]:8080", false, true)]
    [TestCase("10.1.2.3:65535", false, false)]
    [TestCase("[fe80::1]:1", false, false)]
    public void TryParse_Address_IsReadAndWrittenBack(string text, bool loopback, bool wildcard)
    {
        Assert.That(EndpointAddress.TryParse(text, out var address, out _), Is.True);

        Assert.That((address.ToString(), address.IsLoopback, address.IsWildcard), Is.EqualTo((text, loopback, wildcard)));
    }

    [Test]
    public void TryParse_Star_IsEveryAddress()
    {
        Assert.That(EndpointAddress.TryParse("*:8080", out var address, out _), Is.True);

        Assert.That(address.IsWildcard, Is.True);
    }

    [TestCase("", "no port")]
    [TestCase("8080", "no port")]
    [TestCase(":8080", "no port")]
    [TestCase("[::1]", "no port")]
    [TestCase("127.0.0.1:", "has a port that is not")]
    [TestCase("127.0.0.1:http", "has a port that is not")]
    [TestCase("127.0.0.1:65536", "has a port that is not")]
    [TestCase("127.0.0.1:-1", "has a port that is not")]
    [TestCase("::1:8080", "has a host that is not")]
    [TestCase("127.1:8080", "has a host that is not")]
    [TestCase("example.org:8080", "has a host that is not")]
    [TestCase("http://127.0.0.1:8080", "has a host that is not")]
    public void TryParse_Nonsense_SaysWhatIsWrong(string text, string problem)
    {
        Assert.That(EndpointAddress.TryParse(text, out _, out var said), Is.False);

        Assert.That(said, Does.Contain(problem));
    }
}
