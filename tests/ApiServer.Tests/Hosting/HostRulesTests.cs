using Tricorder.ApiServer.Hosting.Endpoints;
using Tricorder.ApiServer.Hosting.Web;

namespace Tricorder.ApiServer.Tests.Hosting;

public sealed class HostRulesTests
{
    [TestCase("localhost", ExpectedResult = true)]
    [TestCase("LOCALHOST", ExpectedResult = true)]
    [TestCase("127.0.0.1", ExpectedResult = true)]
    [TestCase("127.8.8.8", ExpectedResult = true)]
    [TestCase("[::1]", ExpectedResult = true)]
    [TestCase("10.0.0.1", ExpectedResult = false)]
    [TestCase("[fe80::1]", ExpectedResult = false)]
    [TestCase("evil.example", ExpectedResult = false)]
    [TestCase("localhost.evil.example", ExpectedResult = false)]
    [TestCase("", ExpectedResult = false)]
    public bool Allows_OnLoopback(string host) => Rules("127.0.0.1:8080").Allows(host);

    [TestCase("10.0.0.1", ExpectedResult = true)]
    [TestCase("10.0.0.2", ExpectedResult = false)]
    [TestCase("localhost", ExpectedResult = true)]
    public bool Allows_OnOneAddress(string host) => Rules("10.0.0.1:8080").Allows(host);

    [TestCase("10.0.0.2", ExpectedResult = true)]
    [TestCase("[fe80::1]", ExpectedResult = true)]
    [TestCase("apiserver.svc", ExpectedResult = false)]
    public bool Allows_OnEveryAddress(string host) => Rules("*:8080").Allows(host);

    [TestCase("tricorder.example.com", ExpectedResult = true)]
    [TestCase("Apiserver.svc", ExpectedResult = true)]
    [TestCase("a.tricorder.example.com", ExpectedResult = false)]
    public bool Allows_ConfiguredNames(string host)
    {
        var options = new WebOptions { PublicUrl = "https://tricorder.example.com:8443/x", AllowedHosts = ["apiserver.svc"] };
        return Rules("127.0.0.1:8080", options).Allows(host);
    }

    private static HostRules Rules(string bound, WebOptions? options = null)
    {
        Assert.That(EndpointAddress.TryParse(bound, out var address, out _), Is.True);
        return new HostRules(address, options ?? new WebOptions());
    }
}
