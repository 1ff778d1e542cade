using Microsoft.AspNetCore.Http;
using Tricorder.ApiServer.Hosting.Web;

namespace Tricorder.ApiServer.Tests.Hosting;

public sealed class OriginRulesTests
{
    private static readonly OriginRules Rules = new(new WebOptions { PublicUrl = "https://tricorder.example.com/ui" });

    [TestCase("http://localhost:8080", "localhost:8080", ExpectedResult = true)]
    [TestCase("http://LOCALHOST:8080", "localhost:8080", ExpectedResult = true)]
    [TestCase("http://localhost", "localhost:80", ExpectedResult = true)]
    [TestCase("http://[::1]:8080", "[::1]:8080", ExpectedResult = true)]
    [TestCase("https://tricorder.example.com", "tricorder.example.com", ExpectedResult = true)]
    [TestCase("https://tricorder.example.com", "localhost:8080", ExpectedResult = true)]
    [TestCase("http://tricorder.example.com", "localhost:8080", ExpectedResult = false)]
    [TestCase("https://localhost:8080", "localhost:8080", ExpectedResult = false)]
    [TestCase("http://localhost:8081", "localhost:8080", ExpectedResult = false)]
    [TestCase("http://127.0.0.1:8080", "localhost:8080", ExpectedResult = false)]
    [TestCase("http://evil.example", "localhost:8080", ExpectedResult = false)]
    [TestCase("http://localhost:8080.evil.example", "localhost:8080", ExpectedResult = false)]
    [TestCase("null", "localhost:8080", ExpectedResult = false)]
    [TestCase("", "localhost:8080", ExpectedResult = false)]
    public bool Allows_Origin(string origin, string host) => Rules.Allows(origin, "http", new HostString(host));

    [Test]
    public void Allows_NoOrigin_IsNotABrowser() => Assert.That(Rules.Allows(default, "http", new HostString("localhost")), Is.True);

    [Test]
    public void Allows_TwoOrigins_IsRefused() =>
        Assert.That(Rules.Allows(new(["http://localhost", "http://localhost"]), "http", new HostString("localhost")), Is.False);
}
