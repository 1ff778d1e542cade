using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tricorder.ApiServer.Security.Agents;

namespace Tricorder.ApiServer.Tests.Security;

public sealed class CertificateNodePatternTests
{
    [TestCase("CN={node}", "CN=worker-1", ExpectedResult = "worker-1")]
    [TestCase("CN=system:node:{node}", "CN=system:node:worker-1, O=system:nodes", ExpectedResult = "worker-1")]
    [TestCase("CN=system:node:{node}", "CN=worker-1", ExpectedResult = null)]
    [TestCase("CN={node}", "CN=worker 1", ExpectedResult = null)]
    [TestCase("CN={node}", "O=worker-1", ExpectedResult = null)]
    [TestCase("CN={node}", "CN=a, CN=b", ExpectedResult = null, Description = "which one?")]
    [TestCase("DNS={node}.agents.example", "CN=x", ExpectedResult = "worker-2")]
    [TestCase("URI=spiffe://cluster.local/node/{node}", "CN=x", ExpectedResult = "worker-3")]
    public string? NodeOf_Certificate_IsWhatThePatternFinds(string pattern, string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("worker-2.agents.example");
        names.AddDnsName("worker-2");
        names.AddUri(new Uri("spiffe://cluster.local/node/worker-3"));
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

        return CertificateNodePattern.Parse(pattern)!.NodeOf(certificate);
    }

    [TestCase("")]
    [TestCase("{node}")]
    [TestCase("CN=")]
    [TestCase("CN=node")]
    [TestCase("CN={node}{node}")]
    [TestCase("EMAIL={node}")]
    public void Parse_OtherText_IsNoPattern(string text) => Assert.That(CertificateNodePattern.Parse(text), Is.Null);

    [TestCase("loopback", "127.0.0.1", ExpectedResult = true)]
    [TestCase("loopback", "::ffff:127.0.0.1", ExpectedResult = true)]
    [TestCase("loopback", "10.0.0.1", ExpectedResult = false)]
    [TestCase("10.0.0.0/8, fd00::/8", "fd00::1", ExpectedResult = true)]
    [TestCase("10.0.0.0/8, loopback", "::1", ExpectedResult = true)]
    [TestCase("never", "127.0.0.1", ExpectedResult = false)]
    public bool LegacyNetworks_Address_IsInsideOrNot(string networks, string address)
    {
        Assert.That(LegacyNetworks.TryParse(networks, out var parsed, out _), Is.True);
        return parsed.Contains(System.Net.IPAddress.Parse(address));
    }
}
